import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ToolKit } from './tool.ts';
import { registerActions } from './tools/act.ts';
import { registerList } from './tools/list.ts';
import { registerLogs } from './tools/logs.ts';
import { registerStatus } from './tools/status.ts';
import { registerWait } from './tools/wait.ts';
import { registerWhy } from './tools/why.ts';

/** What a client is told of all tools together; each describes itself. */
const INSTRUCTIONS = [
  'pom runs the processes of a project (servers, workers, databases, build watchers) from its pom.yaml.',
  'These tools look at the running session of one project and control its processes.',
  'Begin with pom_list. When something is wrong call pom_why, then pom_logs with a search.',
  'After pom_restart or pom_start call pom_wait. An edited pom.yaml is applied by the session by itself.',
  'When a tool fails its answer has a code, a message and, where there is something, what_to_do.',
  'Nothing here starts or ends a session: "pom up -d --wait" and "pom down" in a shell do.',
].join(' ');

/** A server with all tools, not connected to anything yet. @param version pom's own. */
export function createServer(version: string, options: Omit<ToolKit, 'server'>): McpServer {
  const server = new McpServer({ name: 'pom', title: 'pom', version }, { instructions: INSTRUCTIONS });
  const kit = { server, ...options };
  registerList(kit);
  registerStatus(kit);
  registerWhy(kit);
  registerLogs(kit);
  registerWait(kit);
  registerActions(kit);
  return server;
}
