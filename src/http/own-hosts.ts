import { isLoopback } from '../model/http-spec.ts';

export interface Listening {
  /** As configured: a name or an address, `0.0.0.0` and `::` for all. */
  readonly host: string;
  readonly port: number;
}

/** The names and addresses of this machine, in the form of `os.networkInterfaces` and `os.hostname`. */
export interface Machine {
  readonly addresses: readonly string[];
  readonly name: string;
}

/**
 * Everything that a `Host` header may say of what listens there, in lower case. Names that are none of ours are left
 * out, because such a name may be pointed at this machine by whoever owns it.
 */
export function ownHosts({ host, port }: Listening, { addresses, name }: Machine): ReadonlySet<string> {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const hosts = [
    host,
    ...(isLoopback(host) || isEverywhere ? ['localhost', '127.0.0.1', '::1'] : []),
    ...(isEverywhere ? [...addresses, name] : []),
  ];
  const written = hosts.map((each) => inUrl(each).toLowerCase());
  // A browser leaves out the port that is the default.
  return new Set(written.flatMap((each) => [`${each}:${port}`, ...(port === 80 ? [each] : [])]));
}

/** Where a program on this machine finds it. */
export function originOf({ host, port }: Listening): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${inUrl(reachable)}:${port}`;
}

function inUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
