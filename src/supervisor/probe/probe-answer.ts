import { isOutOfResources } from '../scarcity.ts';

/** What one check said. */
export interface ProbeAnswer {
  readonly ok: boolean;
  /** In a few words, on one line. */
  readonly answer: string;
  /** It was not asked, for want of something of pom's own: that says nothing about the process, and counts neither way. */
  readonly isUnasked?: true;
}

/** Asks once. Resolves soon after `signal` is aborted, with whatever answer, and only when nothing of it is left. */
export type AskOnce = (signal: AbortSignal) => Promise<ProbeAnswer>;

const LONGEST_ANSWER = 200;

export function good(answer: string): ProbeAnswer {
  return { ok: true, answer: shortened(answer) };
}

export function bad(answer: string): ProbeAnswer {
  return { ok: false, answer: shortened(answer) };
}

/** It could not even be asked. */
export function unasked(why: string): ProbeAnswer {
  return { ...bad(`not asked: ${why}`), isUnasked: true };
}

/** What Node says about a connection or a file that failed, without its preamble. */
export function badError(error: unknown): ProbeAnswer {
  // A name with several addresses fails once for each, with the code that they share.
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  if (isOutOfResources(code)) return unasked(code);
  return bad(KNOWN_ERRORS.get(String(code)) ?? String(message ?? error));
}

const KNOWN_ERRORS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset'],
  ['ENOTFOUND', 'host not found'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ENOENT', 'not there'],
]);

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= LONGEST_ANSWER ? line : `${line.slice(0, LONGEST_ANSWER)}…`;
}
