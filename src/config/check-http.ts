import { isLoopback } from '../model/http-spec.ts';
import type { Diagnostics } from './diagnostic.ts';
import { type ConfigNode, get, stringOf } from './node.ts';

/** Where others can connect, the token is one that they can be given. */
export function checkHttp(root: ConfigNode | null, diagnostics: Diagnostics): void {
  const http = get(root, 'http');
  const host = get(http, 'host');
  const name = stringOf(host);
  if (host === null || name === null || name === '' || isLoopback(name) || get(http, 'token') !== null) return;
  diagnostics.error(host.at, `others can connect to "${name}"; add a "token" to "http", or leave "host" out`);
}
