/**
 * What pom's ingest is compared with: a Node process that runs a command, drains its output through the same kind of
 * pipe (an unlinked FIFO), and keeps nothing.
 *
 * usage: node bare-drain.js COMMAND ARG…      prints the ms from the start of the command to the end of its output
 */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [file = '', ...args] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'drain-'));
const fifo = path.join(folder, 'fifo');
execFileSync('mkfifo', [fifo]);
const readEnd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
const writeEnd = openSync(fifo, constants.O_WRONLY);
rmSync(folder, { recursive: true });

const startedAt = performance.now();
let bytes = 0;
spawn(file, args, { stdio: ['ignore', writeEnd, 'inherit'] });
closeSync(writeEnd);
new Socket({ fd: readEnd, readable: true, writable: false })
  .on('data', (chunk) => {
    bytes += chunk.length;
  })
  .on('end', () => {
    process.stdout.write(`${JSON.stringify({ ms: performance.now() - startedAt, bytes })}\n`);
  });
