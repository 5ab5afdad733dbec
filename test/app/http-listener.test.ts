import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { HttpListener } from '../../src/app/http-listener.ts';
import { readHttpRecord, writeHttpRecord } from '../../src/ipc/http-record.ts';
import { createSessionDirectory, type SessionDirectory, sessionDirectoryAt } from '../../src/ipc/socket-path.ts';
import { DEFAULT_HTTP, type HttpAddress } from '../../src/model/http-spec.ts';
import { fakeControl } from '../rig/fake-control.ts';
import { socketFolder } from '../rig/socket-folder.ts';

async function withListener(
  asked: HttpAddress | null,
  use: (listener: HttpListener, directory: SessionDirectory) => Promise<void>,
  onServing: (isServing: boolean) => void = () => {},
): Promise<void> {
  await using folder = await socketFolder();
  const directory = sessionDirectoryAt(folder.file('pom/session'));
  createSessionDirectory(directory);
  const listener = new HttpListener({
    control: fakeControl(),
    directory,
    asked,
    onServing,
    version: '1.2.3',
  });
  try {
    await use(listener, directory);
  } finally {
    await listener.close();
  }
}

const statusAt = async (origin: string | undefined) => (await fetch(`${origin}/`)).status;

describe('the HTTP listener', () => {
  it('listens where the configuration says, and tells only this user how to get in', async () => {
    await withListener(null, async (listener, directory) => {
      expect((await listener.configure({ ...DEFAULT_HTTP, host: 'localhost' })).ok).toBe(true);
      const record = readHttpRecord(directory);
      expect(record?.origin).toMatch(/^http:\/\/localhost:\d+$/);
      expect(statSync(directory.httpPath).mode & 0o777).toBe(0o600);
      expect(await statusAt(record?.origin)).toBe(200);
    });
  });

  it('is where it was, with the same token, when nothing about it has changed', async () => {
    await withListener(null, async (listener, directory) => {
      await listener.configure(DEFAULT_HTTP);
      const before = readHttpRecord(directory);
      await listener.configure({ ...DEFAULT_HTTP });
      expect(readHttpRecord(directory)).toEqual(before);
    });
  });

  it('keeps the token that it made up when it moves', async () => {
    await withListener(null, async (listener, directory) => {
      await listener.configure(DEFAULT_HTTP);
      const before = readHttpRecord(directory);
      await listener.configure({ ...DEFAULT_HTTP, host: 'localhost' });
      expect(readHttpRecord(directory)?.token).toBe(before?.token);
      await expect(fetch(`${before?.origin}/`)).rejects.toThrow();
    });
  });

  it('listens when it was asked for, whatever the configuration says', async () => {
    await withListener({ host: null, port: null }, async (listener, directory) => {
      await listener.configure(null);
      expect(await statusAt(readHttpRecord(directory)?.origin)).toBe(200);
    });
  });

  it('removes what a killed session has left, and its own record in the end', async () => {
    await withListener(null, async (listener, directory) => {
      writeHttpRecord(directory, { origin: 'http://127.0.0.1:1', token: 'of-another-session' });
      await listener.configure(null);
      expect(readHttpRecord(directory)).toBeNull();
      await listener.configure(DEFAULT_HTTP);
      await listener.close();
      expect(existsSync(directory.httpPath)).toBe(false);
    });
  });

  it('says whether it is there, and that it is not before it goes', async () => {
    const said: boolean[] = [];
    const use = async (listener: HttpListener) => {
      await listener.configure(null);
      await listener.configure(DEFAULT_HTTP);
      await listener.configure({ ...DEFAULT_HTTP, host: 'localhost' });
      await listener.configure({ ...DEFAULT_HTTP, host: '0.0.0.0' });
      await listener.configure(DEFAULT_HTTP);
    };
    await withListener(null, use, (isServing) => said.push(isServing));
    expect(said).toEqual([false, true, true, false, true, false]);
  });

  it('warns of an address that it cannot have, until it need not have it', async () => {
    await withListener(null, async (listener) => {
      await listener.configure({ ...DEFAULT_HTTP, host: '0.0.0.0' });
      expect(listener.warnings).toEqual([expect.stringContaining('a token has to be set')]);
      await listener.configure(null);
      expect(listener.warnings).toEqual([]);
    });
  });
});
