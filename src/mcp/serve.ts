import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Bridge, type OpenSessionNow } from './bridge.ts';
import { createServer } from './server.ts';

export interface McpOptions {
  readonly openSession: OpenSessionNow;
  /** Absolute: where the project is looked for. */
  readonly directory: string;
  /** pom's own. */
  readonly version: string;
  readonly now: () => number;
  readonly input: Readable;
  /** Nothing but messages of the protocol may be written there. */
  readonly output: Writable;
  /** What is wrong with what the client sends, in a sentence. */
  readonly onProblem: (message: string) => void;
}

/** Serves the Model Context Protocol on two streams, until the client has left: `input` has ended. */
export async function serveMcp(options: McpOptions): Promise<void> {
  const { input, output, directory, version, now, onProblem } = options;
  const bridge = new Bridge(options.openSession);
  const server = createServer(version, { bridge, directory, now });
  server.server.onerror = ({ message }) => onProblem(message);
  const left = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) input.once(event, () => resolve());
    for (const event of ['close', 'error']) output.once(event, () => resolve());
    server.server.onclose = resolve;
  });
  await server.connect(new StdioServerTransport(input as NodeJS.ReadStream, output as NodeJS.WriteStream));
  await left;
  await bridge.leave();
  // The answers to what was asked last are written by then.
  await setImmediate();
  await server.close();
}
