/** Whatever arrives on the socket, the session goes on. One session for all. */
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { Transcript } from '../rig/transcript.ts';
import { type LsAnswer, type PsAnswer, pidsIn } from './answers.ts';

let project: Project;
let socketPath: string;
let atFirst: PsAnswer;
const connections: Socket[] = [];

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': 'processes: { api: { command: exec sleep 1000 } }' });
  await project.up();
  atFirst = await project.json<PsAnswer>(['ps']);
  socketPath = (await project.json<LsAnswer>(['ls'])).sessions[0]?.socket ?? '';
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  const now = await project.json<PsAnswer>(['ps']);
  expect(now.session).toEqual(atFirst.session);
  expect(pidsIn(now)).toEqual(pidsIn(atFirst));
});

afterAll(() => project[Symbol.asyncDispose]());

/** A raw connection, and what the session says on it. */
async function open(): Promise<{ readonly socket: Socket; readonly answers: Transcript }> {
  const socket = connect(socketPath);
  connections.push(socket);
  socket.on('error', () => {});
  const answers = new Transcript('the socket', socket);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, answers };
}

describe('the socket', () => {
  it('speaks one JSON object per line, to anything that can write to it', async () => {
    const { socket, answers } = await open();
    socket.write('{"type":"ListProcesses"}\n');
    const answer = JSON.parse(await answers.waitForLine(/./));
    expect(answer).toMatchObject({ type: 'Processes', processes: [{ name: 'api', status: 'running' }] });
  });

  it('answers nc -U', async () => {
    const script = `command -v nc >/dev/null && nc -h 2>&1 | grep -q -e -U || { echo skipped; exit; }
      echo '{"type":"ListProcesses"}' | nc -N -U "$1"`;
    const { stdout } = await project.sh(script.replace('"$1"', `"${socketPath}"`));
    if (stdout !== 'skipped\n') expect(JSON.parse(stdout)).toMatchObject({ type: 'Processes' });
  });

  it('answers what it does not understand with an error, and goes on listening', async () => {
    const { socket, answers } = await open();
    for (const garbage of [
      'garbage',
      '{"type":',
      '[]',
      'null',
      '{"type":"MakeCoffee"}',
      '{"type":"GetLogs","limit":"x"}',
    ]) {
      socket.write(`${garbage}\n`);
      expect(JSON.parse(await answers.waitForLine(/./))).toMatchObject({
        type: 'Error',
        code: expect.any(String),
        message: expect.any(String),
      });
    }
    socket.write('{"type":"GetProcessStatus","process_id":"nobody"}\n');
    expect(JSON.parse(await answers.waitForLine(/./))).toMatchObject({ type: 'Error', code: 'unknown-process' });
    socket.write('{"type":"GetProcessStatus","process_id":"api"}\n');
    expect(JSON.parse(await answers.waitForLine(/./))).toMatchObject({ type: 'Status' });
  });

  it('puts a request together however it is cut', async () => {
    const { socket, answers } = await open();
    socket.setNoDelay(true);
    for (const byte of '{"type":"ListProcesses"}\r\n{"type":"ListPro') socket.write(byte);
    expect(JSON.parse(await answers.waitForLine(/./))).toMatchObject({ type: 'Processes' });
    socket.write('cesses"}\n');
    expect(JSON.parse(await answers.waitForLine(/./))).toMatchObject({ type: 'Processes' });
  });

  it('survives half a request and a closed connection, and bytes that are no text', async () => {
    const half = await open();
    half.socket.end('{"type":"ListProc');
    const bytes = await open();
    bytes.socket.write(Buffer.from(Array.from({ length: 256 }, (_, i) => i)));
    bytes.socket.write('\n{"type":"ListProcesses"}\n');
    await bytes.answers.waitForLine(/^{"type":"Processes"/);
  });

  it('closes on a request of 100 MB instead of keeping it', async () => {
    const { socket } = await open();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let i = 0; i < 100 && !socket.destroyed; i++) {
      if (!socket.write(piece)) await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))]);
    }
    await closed;
  });

  it('stands a thousand connections that say nothing', async () => {
    await Promise.all(Array.from({ length: 1000 }, open));
    const { socket, answers } = await open();
    socket.write('{"type":"ListProcesses"}\n');
    expect(JSON.parse(await answers.waitForLine(/./))).toMatchObject({ type: 'Processes' });
    expect((await project.pom(['ps'])).exitCode).toBe(0);
  });

  it('is not held up by a client that asks and never reads', async () => {
    const { socket } = await open();
    socket.pause();
    for (let i = 0; i < 20_000; i++) socket.write('{"type":"ListProcesses"}\n');
    expect((await project.pom(['ps'])).exitCode).toBe(0);
  });
});
