/** Counts in Redis; when the server goes away it connects again. */
import { setTimeout } from 'node:timers/promises';
import { connectWithRetry } from './resp.js';

const port = Number(process.env.REDIS_PORT);
const pauseMs = Number(process.env.PAUSE_MS);
const stopping = new AbortController();
const { signal } = stopping;
process.once('SIGTERM', () => stopping.abort());

while (!signal.aborted) {
  try {
    await countOver(await connectWithRetry(port, { signal, onRetry: (code) => console.error(`not yet: ${code}`) }));
  } catch (error) {
    if (!signal.aborted) console.error(`lost the server: ${error.message}`);
  }
}
console.log('stopped counting');

async function countOver(client) {
  console.log(`connected to port ${port}: ${await client.send('PING')}`);
  try {
    for (;;) {
      console.log(`the counter is at ${await client.send('INCR', 'counter')}`);
      await setTimeout(pauseMs, undefined, { signal });
    }
  } finally {
    client.close();
  }
}
