// An API with one answer, on a Unix socket so that no port has to be free.
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { greeting } from './greeting.js';

rmSync('api.sock', { force: true });
createServer((_, answer) => answer.end(greeting)).listen('api.sock', () =>
  console.log(`listening, to say ${greeting}`),
);
