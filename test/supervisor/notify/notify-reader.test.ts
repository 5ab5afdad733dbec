import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { NotifyReader } from '../../../src/supervisor/notify/notify-reader.ts';

const SEND =
  'use Socket; socket(my $s, PF_UNIX, SOCK_DGRAM, 0); ' +
  'for (@ARGV[1..$#ARGV]) { send($s, $_, 0, pack_sockaddr_un($ARGV[0])) or die "$!" }';

/** What sd_notify(3) does. */
async function send(socket: string, ...messages: readonly string[]): Promise<void> {
  await promisify(execFile)('perl', ['-e', SEND, socket, ...messages]);
}

/** Collects datagrams, and waits for them. */
class Inbox {
  readonly texts: string[] = [];
  #wake: () => void = () => undefined;
  readonly take = (datagram: Buffer) => {
    this.texts.push(datagram.toString('utf8'));
    this.#wake();
  };

  async atLeast(count: number): Promise<readonly string[]> {
    while (this.texts.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.texts;
  }
}

async function withReader(use: (reader: NotifyReader, directory: string) => Promise<void>, searchPath?: string) {
  const directory = await mkdtemp(path.join(tmpdir(), 'nr-'));
  const reader = new NotifyReader({ directory, searchPath: searchPath ?? process.env.PATH ?? '/usr/bin:/bin' });
  try {
    await use(reader, directory);
  } finally {
    await reader.close();
    expect(await readdir(directory)).toEqual([]);
    await rm(directory, { recursive: true });
  }
}

describe('the reader of notify sockets', () => {
  it('delivers every datagram to the run that its socket is for, in order and whatever is in it', () =>
    withReader(async (reader) => {
      const [one, two] = [new Inbox(), new Inbox()];
      const first = await reader.open(one.take);
      const second = await reader.open(two.take);
      if (!first.ok || !second.ok) throw new Error('no socket');
      const strange = `STATUS=grüße ${'x'.repeat(10_000)}\nMAINPID=7\n`;
      await send(first.value.path, 'READY=1', strange);
      await send(second.value.path, 'WATCHDOG=1');
      expect(await one.atLeast(2)).toEqual(['READY=1', strange]);
      expect(await two.atLeast(1)).toEqual(['WATCHDOG=1']);
    }));

  it('takes a socket away when it is closed, and gives its name to the next', () =>
    withReader(async (reader, directory) => {
      const first = await reader.open(() => undefined);
      if (!first.ok) throw new Error('no socket');
      first.value.close();
      const second = await reader.open(() => undefined);
      expect(second).toMatchObject({ ok: true, value: { path: first.value.path } });
      expect(await readdir(directory)).toEqual(['n1']);
    }));

  it('says so when there is no perl', () =>
    withReader(async (reader) => {
      expect(await reader.open(() => undefined)).toEqual({
        ok: false,
        failure: { reason: 'notify-unavailable', detail: 'there is no perl in PATH, and notify needs it' },
      });
    }, '/nowhere'));
});
