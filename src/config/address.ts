import { RE2JS } from 're2js';
import { bindLate } from '../model/ports.ts';

/** Where something listens. */
export interface Address {
  readonly host: string;
  /** 1 to 65535, or a variable that has its value when a run starts. */
  readonly port: number | string;
}

const ADDRESS = /^(?:(?<name>[^\s:[\]/]+):|\[(?<v6>[0-9A-Fa-f:.]+)\]:)?(?:(?<port>\d{1,5})|(?<late>\$\{\w+\}))$/;

/** Reads `5432`, `localhost:5432` or `[::1]:5432`; null for what is no address. A port alone is one of this machine. */
export function parseAddress(text: string): Address | null {
  const { name, v6, port, late } = ADDRESS.exec(text)?.groups ?? {};
  const host = name ?? v6 ?? 'localhost';
  if (late !== undefined) return { host, port: late };
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { host, port: number } : null;
}

export function isHttpUrl(written: string): boolean {
  const text = bindLate(written, () => '80');
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
}

/** Whether `text` is a regular expression of the RE2 kind, which takes linear time whatever it is given. */
export function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    // The only way in which the library says so.
    return false;
  }
}
