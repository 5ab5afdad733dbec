import { linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findLeftovers, type Leftovers, tidySessionDirectory } from '../../src/ipc/leftovers.ts';
import { serve } from '../../src/ipc/server.ts';
import { writeSessionRecord } from '../../src/ipc/session-record.ts';
import { createSessionDirectory, type SessionDirectory, sessionDirectoryAt } from '../../src/ipc/socket-path.ts';
import { fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { type SocketFolder, socketFolder } from '../rig/socket-folder.ts';

const { name, dir, pid, socket } = SAMPLE.session;

/** What a session leaves that is killed: a socket that nobody listens at, and names of pipes. */
async function deadSession(folder: SocketFolder, key: string): Promise<SessionDirectory> {
  const directory = sessionDirectoryAt(folder.file(`pom/${key}`));
  createSessionDirectory(directory);
  const died = await serve(fakeControl(), folder.file(key));
  linkSync(folder.file(key), directory.socketPath);
  if (died.ok) await died.value.close();
  const pipes = path.join(directory.path, 'pom-fifo-abc');
  mkdirSync(pipes);
  writeFileSync(path.join(pipes, '0'), '');
  writeSessionRecord(directory, { name, dir, pid, socket, startedAt: 1000, configFile: '/home/ada/shop/pom.yaml' });
  return directory;
}

async function leftoversIn(folder: SocketFolder): Promise<readonly Leftovers[]> {
  const found = await findLeftovers({ XDG_RUNTIME_DIR: folder.path });
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}

describe('leftovers', () => {
  it('are the socket and the pipes of a dead session, and are removed without what else is there', async () => {
    await using folder = await socketFolder();
    const directory = await deadSession(folder, 'dead');
    writeFileSync(path.join(directory.path, 'pom-fifo-file'), '');
    const found = await leftoversIn(folder);
    expect(found).toMatchObject([{ directory, session: { name } }]);
    expect(found[0]?.paths.map((file) => path.basename(file)).sort()).toEqual(['pom-fifo-abc', 's']);
    for (const leftovers of found) tidySessionDirectory(leftovers.directory);
    expect(readdirSync(directory.path).sort()).toEqual(['pom-fifo-file', 'session.json']);
    expect(await leftoversIn(folder)).toEqual([]);
  });

  it('are nothing of a living session, nor of one that has tidied up', async () => {
    await using folder = await socketFolder();
    const directory = sessionDirectoryAt(folder.file('pom/living'));
    createSessionDirectory(directory);
    createSessionDirectory(sessionDirectoryAt(folder.file('pom/tidy')));
    const server = await serve(fakeControl(), directory.socketPath);
    expect(await leftoversIn(folder)).toEqual([]);
    if (server.ok) await server.value.close();
  });

  it('are nothing where no session has ever run', async () => {
    await using folder = await socketFolder();
    expect(await leftoversIn(folder)).toEqual([]);
  });
});
