import { RE2JS } from 're2js';

/** Where something listens. */
export interface Address {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

const ADDRESS = /^(?:(?<name>[^\s:[\]/]+):|\[(?<v6>[0-9A-Fa-f:.]+)\]:)?(?<port>\d{1,5})$/;

/** Reads `5432`, `localhost:5432` or `[::1]:5432`; null for what is no address. A port alone is one of this machine. */
export function parseAddress(text: string): Address | null {
  const { name, v6, port } = ADDRESS.exec(text)?.groups ?? {};
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { host: name ?? v6 ?? 'localhost', port: number } : null;
}

export function isHttpUrl(text: string): boolean {
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
