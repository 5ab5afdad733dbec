#!/usr/bin/env node
/**
 * A program that does what the test tells it to, and nothing else: `command.ts` is the other end. CommonJS, because it
 * starts faster.
 *
 * usage: node obedient-child.cjs NAME [TOKEN]      RIG_SOCKET: where the test listens
 *
 * It answers each order when it has been carried out. When the test is gone, it ends: nothing outlives a broken test.
 */
const { spawn } = require('node:child_process');
const { closeSync, writeSync } = require('node:fs');
const net = require('node:net');

const FD = { stdout: 1, stderr: 2 };
const [, , name, token = null] = process.argv;
const socket = net.connect(process.env.RIG_SOCKET);

socket.on('close', () => process.exit(0));
socket.on('error', () => process.exit(0));
socket.on('connect', () => {
  const { pid, ppid, env, argv } = process;
  send({ type: 'hello', name, token, pid, ppid, cwd: process.cwd(), env, argv: argv.slice(2) });
});

let unparsed = '';
socket.setEncoding('utf8').on('data', (text) => {
  const lines = (unparsed + text).split('\n');
  unparsed = lines.pop();
  for (const line of lines) obey(JSON.parse(line));
});

const orders = {
  print: ({ stream, base64 }) => writeFully(FD[stream], Buffer.from(base64, 'base64')),
  close: ({ stream }) => closeSync(FD[stream]),
  exit: ({ code }) => process.exit(code),
  crash: ({ signal }) => {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  },
  ignore: ({ signals }) => {
    for (const signal of signals) process.on(signal, () => send({ type: 'signal', signal }));
  },
  // `detached` is Node's word for setsid(2).
  fork: ({ token: forkToken, session }) => {
    spawn(process.execPath, [__filename, name, forkToken], { stdio: 'inherit', detached: session }).unref();
  },
};

function obey({ id, order, ...details }) {
  orders[order](details);
  send({ type: 'done', id });
}

function send(message) {
  socket.write(`${JSON.stringify(message)}\n`);
}

/** Straight to the descriptor, without a stream that would change its flags for whoever shares it. */
function writeFully(fd, bytes) {
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      // Somebody else made the descriptor non-blocking and its pipe is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
