import { readlinkSync } from 'node:fs';
import { isIP } from 'node:net';
import { execaSync } from 'execa';
import { namesIn, readOrNull } from '../util/read-or-null.ts';
import { plainText } from '../util/terminal-text.ts';

/** A TCP socket that somebody listens on. */
export interface Listener {
  /** As `net` writes it; `0.0.0.0` and `::` stand for every address. */
  readonly address: string;
  readonly port: number;
  /** Tells who it is: an inode on Linux, a pid elsewhere. */
  readonly key: string;
}

/** Somebody's OS process, and how it was called. */
export interface ListeningProcess {
  readonly pid: number;
  readonly command: string;
}

/** What the system says of its TCP ports. */
export interface ListeningPorts {
  /** All listeners; null where nobody can tell. A closed connection in TIME_WAIT listens no more and is none. */
  readonly listeners: () => readonly Listener[] | null;
  /** Who holds one; null when it is not to be seen, as those of other users are. */
  readonly holderOf: (listener: Listener) => ListeningProcess | null;
}

/** Whatever comes of it, it is an answer. */
const ASKING = { reject: false, timeout: 5_000, stdin: 'ignore' } as const;

/** By `/proc` on Linux, by `lsof` elsewhere. */
export function systemPorts(platform: NodeJS.Platform): ListeningPorts {
  return platform === 'linux'
    ? { listeners: listenersOfProc, holderOf: ({ key }) => holderOfInode(key) }
    : { listeners: listenersOfLsof, holderOf: ({ key }) => commandOfPid(Number(key)) };
}

/** `st` of a listening socket in `/proc/net/tcp` (proc_net(5), include/net/tcp_states.h). */
const LISTEN = '0A';

function listenersOfProc(): readonly Listener[] | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readOrNull);
  if (tables[0] === null) return null;
  return tables.flatMap((table) => parseProcNetTcp(table ?? ''));
}

/** The listeners in the text of `/proc/net/tcp` or `/proc/net/tcp6`. */
export function parseProcNetTcp(table: string): readonly Listener[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== LISTEN) return [];
      const [address = '', port = ''] = local.split(':');
      return [{ address: addressOf(address), port: Number.parseInt(port, 16), key: inode }];
    });
}

/** Words of 32 bits in the order of the machine, which for all that Node runs on is the lowest byte first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16));
  if (numbers.length === 4) return numbers.join('.');
  const isMapped = numbers.slice(0, 10).every((byte) => byte === 0) && numbers[10] === 255 && numbers[11] === 255;
  if (isMapped) return numbers.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((numbers[index * 2] ?? 0) * 256 + (numbers[index * 2 + 1] ?? 0)).toString(16),
  );
  return canonical(groups.join(':'));
}

/** An address in its shortest form. */
export function canonical(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
}

function holderOfInode(inode: string): ListeningProcess | null {
  const link = `socket:[${inode}]`;
  for (const pid of namesIn('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const descriptors = namesIn(`/proc/${pid}/fd`);
    if (!descriptors.some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === link)) continue;
    const argv =
      readOrNull(`/proc/${pid}/cmdline`)
        ?.split('\0')
        .filter((word) => word !== '') ?? [];
    const name = readOrNull(`/proc/${pid}/comm`)?.trim() ?? '';
    return { pid: Number(pid), command: shown(argv.length > 0 ? argv.join(' ') : name) };
  }
  return null;
}

function listenersOfLsof(): readonly Listener[] | null {
  const asked = execaSync('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpn'], ASKING);
  // It ends with 1 when it has found nothing.
  return asked.exitCode === undefined ? null : parseLsof(asked.stdout);
}

/** The listeners in what `lsof -Fpn` prints: a `p` line for each process, an `n` line for each of its sockets. */
export function parseLsof(output: string): readonly Listener[] {
  let key = '';
  return output.split('\n').flatMap((line) => {
    if (line.startsWith('p')) key = line.slice(1);
    const match = /^n(?<address>.*):(?<port>\d+)$/.exec(line)?.groups;
    if (match === undefined) return [];
    const address = (match.address ?? '').replace(/^\[|\]$/g, '');
    return [{ address: address === '*' ? '::' : canonical(address), port: Number(match.port), key }];
  });
}

function commandOfPid(pid: number): ListeningProcess {
  const asked = execaSync('ps', ['-o', 'command=', '-p', String(pid)], ASKING);
  return { pid, command: asked.exitCode === undefined ? '' : shown(asked.stdout.trim()) };
}

/** A stranger's command line, fit to be part of a sentence. */
function shown(command: string): string {
  const text = plainText(command.slice(0, 2 * LONGEST_COMMAND)).replace(/\s+/g, ' ');
  return text.length > LONGEST_COMMAND ? `${text.slice(0, LONGEST_COMMAND)}…` : text;
}

const LONGEST_COMMAND = 100;

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
