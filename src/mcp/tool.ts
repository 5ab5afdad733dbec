import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod/v4';
import type { Bridge } from './bridge.ts';

/** What every tool is made with. */
export interface ToolKit {
  readonly server: McpServer;
  readonly bridge: Bridge;
  /** Absolute: where the project is looked for, for advice. */
  readonly directory: string;
  /** Wall time, ms since the epoch. */
  readonly now: () => number;
}

/** It changes nothing, and asks nothing but the project's own session. */
export const READS: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** Processes to look at; none named: all of them. */
export const anyTargets = z
  .array(z.string().min(1))
  .default([])
  .describe('Names of processes or replica sets, or globs such as "worker-*". Empty: every process.');

/** Processes to act on: "nothing named" must not mean "everything". */
export const someTargets = z
  .array(z.string().min(1))
  .min(1)
  .describe('Names of processes or replica sets, or globs such as "worker-*". ["*"]: every process.');
