import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Failure } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';
import { plainText } from '../util/terminal-text.ts';
import { adviceFor } from './advice.ts';

/** The result of a tool: the same JSON twice, because some clients show only texts to their model and some only structures. */
export function answer(
  facts: Readonly<Record<string, unknown>>,
  options: { readonly isError?: boolean } = {},
): CallToolResult {
  // Through JSON, which leaves out the members that are undefined, as the schema wants it.
  const text = JSON.stringify(facts);
  const result: CallToolResult = { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) };
  return options.isError === true ? { ...result, isError: true } : result;
}

/** The result of a tool that could not do its work: a code to switch on, a sentence, and what to do about it. */
export function failureAnswer(failure: Failure, directory: string): CallToolResult {
  const advice = adviceFor(failure.reason, directory);
  const error = {
    code: failure.reason,
    message: plainText(failureMessage(failure)),
    ...(advice === null ? {} : { what_to_do: advice }),
  };
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], isError: true };
}
