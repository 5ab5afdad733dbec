import { STATUS_CODES } from 'node:http';
import type { Failure, FailureReason } from '../model/failure.ts';
import { failureFacts } from '../wire/facts.ts';
import { toJson } from '../wire/json.ts';
import type { JsonSchema } from '../wire/json-schema.ts';

/** What went wrong: one of the command line's codes, or something that only HTTP knows. */
export type ProblemCode = FailureReason | HttpCode;

/** An answer that is not the one that was wished for. */
export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  /** Further members. */
  readonly facts?: object;
}

export const PROBLEM_TYPE = 'application/problem+json';

type HttpCode = keyof typeof HTTP_STATUS;

const HTTP_STATUS = {
  malformed: 400,
  unauthorized: 401,
  'foreign-host': 403,
  'foreign-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'not-json': 415,
} as const;

const FAILURE_STATUS: Readonly<Record<FailureReason, number>> = {
  'bad-request': 400,
  'invalid-pattern': 400,
  'unknown-process': 404,
  'no-project': 404,
  'process-not-running': 409,
  'no-input': 409,
  'no-terminal': 409,
  'port-taken': 409,
  'session-exists': 409,
  'left-behind': 409,
  impossible: 409,
  'invalid-config': 422,
  'timed-out': 504,
  'no-session': 503,
  'session-unresponsive': 503,
  'out-of-resources': 503,
  'socket-failed': 500,
  'http-failed': 500,
  'runtime-directory-unsafe': 500,
  'operation-failed': 500,
  'command-not-found': 500,
  'not-executable': 500,
  'bad-cwd': 500,
  'arguments-too-long': 500,
  'executable-busy': 500,
  'unknown-user': 500,
  'not-permitted': 500,
  'notify-unavailable': 500,
  'spawn-error': 500,
  'terminal-unavailable': 500,
  'bad-environment': 500,
};

export function statusOf(code: ProblemCode): number {
  return { ...FAILURE_STATUS, ...HTTP_STATUS }[code];
}

export function httpProblem(code: HttpCode, detail: string): Problem {
  return { status: HTTP_STATUS[code], code, detail };
}

/** @param more facts that the failure itself does not have. */
export function problemOf(failure: Failure, more: object = {}): Problem {
  const { code: _, message, ...facts } = failureFacts(failure) as { readonly code: string; readonly message: string };
  return {
    status: FAILURE_STATUS[failure.reason],
    code: failure.reason,
    detail: message,
    facts: { ...facts, ...more },
  };
}

/** As RFC 9457 has it. The facts of a failure cannot take the names of the standard's members. */
export function problemText({ status, code, detail, facts }: Problem): string {
  return toJson({ ...facts, type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code });
}

export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'What went wrong, as RFC 9457 has it. `code` is one of those of the command line, or of HTTP alone.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: [...Object.keys(FAILURE_STATUS), ...Object.keys(HTTP_STATUS)] },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};
