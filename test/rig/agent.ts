/** A coding agent's end of `pom mcp`: the official client of the Model Context Protocol. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { Project } from './project.ts';

/** What a tool gave back, as the JSON of its text; `F` is what the caller expects of it. */
export interface ToolAnswer<F> {
  readonly isError: boolean;
  readonly facts: F;
  /** The same as structure; null when it had none. */
  readonly structured: unknown;
}

/** The `facts` of a call that failed. */
export interface ToolFailure {
  readonly error: { readonly code: string; readonly message: string; readonly what_to_do?: string };
}

/** Starts `pom mcp` in the project and shakes hands with it. Dispose of it before the project. */
export async function connectAgent(project: Project, args: readonly string[] = []): Promise<Agent> {
  const transport = new StdioClientTransport({
    command: 'pom',
    args: ['mcp', ...args],
    cwd: project.dir,
    env: { ...project.env },
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return new Agent(client);
}

export class Agent {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get instructions(): string {
    return this.#client.getInstructions() ?? '';
  }

  /** Also makes the client check what tools give back against their schemas. */
  async tools(): Promise<readonly Tool[]> {
    return (await this.#client.listTools()).tools;
  }

  async call<F>(
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<ToolAnswer<F>> {
    const { isError, content, structuredContent } = await this.#client.callTool(
      { name, arguments: args },
      undefined,
      options,
    );
    const [first] = content as readonly { readonly text: string }[];
    return { isError: isError === true, facts: parse(first?.text ?? '') as F, structured: structuredContent ?? null };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}

/** What the server refuses before a tool sees it is a sentence and no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
