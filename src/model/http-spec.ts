/** Where the HTTP API of a session listens, and who may use it. */
export interface HttpSpec {
  /** A name or an address; `0.0.0.0` and `::` are all of this machine. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What requests must carry; null: the session makes one up, which it does not where others can connect. */
  readonly token: string | null;
}

/** What somebody asks for besides the configuration; null: what that says, or else the default. */
export interface HttpAddress {
  readonly host: string | null;
  readonly port: number | null;
}

export const DEFAULT_HTTP: HttpSpec = { host: '127.0.0.1', port: 0, token: null };

/** What a session is to do that was asked for `address`, or for nothing (null), when the configuration says `spec`. */
export function wantedHttp(spec: HttpSpec | null, address: HttpAddress | null): HttpSpec | null {
  if (address === null) return spec;
  const { host, port, token } = spec ?? DEFAULT_HTTP;
  return { host: address.host ?? host, port: address.port ?? port, token };
}

/** Whether only this machine can connect to what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
