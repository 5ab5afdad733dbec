import { isIP } from 'node:net';
import type { PortSpec } from '../model/ports.ts';

const FIXED = /^(?:(?:(?<host>[^\s:[\]/]+)|\[(?<v6>[0-9A-Fa-f:.]+)\]):)?(?<port>\d{1,5})$/;

/** Reads `auto`, `8080`, `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`; null for what is none of them. */
export function parsePort(text: string): PortSpec | null {
  if (text === 'auto') return { kind: 'auto' };
  const { host, v6, port } = FIXED.exec(text)?.groups ?? {};
  const number = Number(port);
  if (!(number >= 1 && number <= 65_535)) return null;
  if (v6 !== undefined && isIP(v6) !== 6) return null;
  // Where a name leads is known only when it is asked for, and may change.
  if (host !== undefined && host !== 'localhost' && isIP(host) !== 4) return null;
  return { kind: 'fixed', host: host ?? v6 ?? null, port: number };
}

/** A port as pom.yaml would spell it. */
export function formatPort(port: PortSpec): string | number {
  if (port.kind === 'auto') return 'auto';
  if (port.host === null) return port.port;
  return `${port.host.includes(':') ? `[${port.host}]` : port.host}:${port.port}`;
}
