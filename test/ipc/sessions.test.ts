import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { serve } from '../../src/ipc/server.ts';
import { writeSessionRecord } from '../../src/ipc/session-record.ts';
import { listSessions } from '../../src/ipc/sessions.ts';
import { createSessionDirectory, sessionDirectoryAt } from '../../src/ipc/socket-path.ts';
import { ok } from '../../src/model/result.ts';
import { fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { type SocketFolder, socketFolder } from '../rig/socket-folder.ts';

const directoryOf = (folder: SocketFolder, name: string) => sessionDirectoryAt(folder.file(`pom/${name}`));
const { name, dir, pid, socket } = SAMPLE.session;

describe('listSessions', () => {
  it('lists nothing when no session has ever run', async () => {
    await using folder = await socketFolder();
    expect(await listSessions({ XDG_RUNTIME_DIR: folder.path })).toEqual(ok([]));
  });

  it('lists living sessions, oldest first, and passes over what dead ones left', async () => {
    await using folder = await socketFolder();
    const sessions = [
      { ...SAMPLE.session, name: 'younger', startedAt: 2000 },
      { ...SAMPLE.session, name: 'older', startedAt: 1000 },
    ];
    const servers = [];
    for (const session of sessions) {
      const directory = directoryOf(folder, session.name);
      createSessionDirectory(directory);
      const server = await serve(fakeControl({ session: async () => ok(session) }), directory.socketPath);
      if (server.ok) servers.push(server.value);
    }
    const dead = directoryOf(folder, 'dead');
    createSessionDirectory(dead);
    const died = await serve(fakeControl(), folder.file('d'));
    linkSync(folder.file('d'), dead.socketPath);
    if (died.ok) await died.value.close();
    mkdirSync(folder.file('pom/empty'));
    writeFileSync(folder.file('pom/file'), '');

    const processes = new Map([
      ['running', 1],
      ['backoff', 1],
    ]);
    expect(await listSessions({ XDG_RUNTIME_DIR: folder.path })).toEqual(
      ok([
        { name: 'older', dir, pid, socket, startedAt: 1000, responsive: true, processes },
        { name: 'younger', dir, pid, socket, startedAt: 2000, responsive: true, processes },
      ]),
    );
    await Promise.all(servers.map((server) => server.close()));
  });

  it('knows a session that does not answer from its record', async () => {
    await using folder = await socketFolder();
    const directory = directoryOf(folder, 'stuck');
    createSessionDirectory(directory);
    const record = { name, dir, pid, socket, startedAt: 1000, configFile: '/home/ada/shop/pom.yaml' };
    writeSessionRecord(directory, record);
    const stuck = createServer((connection) => connection.resume());
    await new Promise<void>((resolve) => stuck.listen(directory.socketPath, resolve));
    expect(await listSessions({ XDG_RUNTIME_DIR: folder.path }, 50)).toEqual(
      ok([{ name, dir, pid, socket, startedAt: 1000, responsive: false, processes: new Map() }]),
    );
    await new Promise((resolve) => stuck.close(resolve));
  });
});
