import { isIPv6 } from 'node:net';
import { type HttpRecord, readHttpRecord } from '../ipc/http-record.ts';
import { sessionDirectory } from '../ipc/socket-path.ts';
import type { HttpAddress } from '../model/http-spec.ts';
import { Misuse } from './commands/pom-command.ts';

/** The HTTP API of the session of a project; null when it has none. */
export function httpRecordOf(
  configFile: string,
  environment: Readonly<Record<string, string | undefined>>,
): HttpRecord | null {
  const directory = sessionDirectory(configFile, environment);
  return directory.ok ? readHttpRecord(directory.value) : null;
}

/** With the token behind the `#`: a browser sends that part to nobody. */
export function linkOf({ origin, token }: HttpRecord): string {
  return `${origin}/#token=${encodeURIComponent(token)}`;
}

/**
 * What `--http` says: `HOST:PORT`, or one of the two. An IPv6 address that is followed by a port is in brackets.
 *
 * @throws {Misuse}
 */
export function httpAddressOption(value: string | boolean | undefined): HttpAddress | null {
  if (value === undefined || value === false) return null;
  if (value === true) return { host: null, port: null };
  const address = isIPv6(value) ? { host: value, port: null } : hostAndPort(value);
  if (address !== null && (address.port ?? 0) <= 65_535) return address;
  throw new Misuse(`--http takes an address such as 127.0.0.1:7070, or a port, and not "${value}"`);
}

function hostAndPort(value: string): HttpAddress | null {
  if (/^\d+$/.test(value)) return { host: null, port: Number(value) };
  const [, bracketed, name, port] = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d+))?$/.exec(value) ?? [];
  if (bracketed !== undefined && !isIPv6(bracketed)) return null;
  const host = bracketed ?? name ?? '';
  if (host === '' && port === undefined) return null;
  return { host: host === '' ? null : host, port: port === undefined ? null : Number(port) };
}
