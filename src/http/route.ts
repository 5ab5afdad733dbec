import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { JsonSchema } from '../wire/json-schema.ts';
import type { RequestOf, RequestType } from '../wire/parse-request.ts';
import type { Problem, ProblemCode } from './problem.ts';

/**
 * One way into the API. A route says where in an HTTP request the fields of a request of `wire` are; what they must be
 * is said there, and nowhere else. The router, the checks and the OpenAPI document are all made from this.
 */
export interface Route {
  readonly method: 'get' | 'post';
  /** Under `/api/v1`, with `{name}` for a parameter. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly request: RequestType;
  readonly parameters: readonly Parameter[];
  /** Fields of the request that come as the members of a JSON object. */
  readonly body: readonly string[];
  /** Values that the route itself gives to fields, by their dotted names. */
  readonly fixed?: (given: ReadonlySet<string>) => { readonly [field: string]: string };
  /** What it answers with when it succeeds, by media type. */
  readonly answers: { readonly [mediaType: string]: JsonSchema };
  /** What may go wrong, besides what may always. */
  readonly problems: readonly ProblemCode[];
  readonly answer: (call: Call<RequestType>) => Promise<Result<Reply, Failure>>;
}

export interface Parameter {
  readonly in: 'path' | 'query';
  readonly name: string;
  /** The field of the request, dotted where it is a field of a field. */
  readonly field: string;
  readonly description: string;
  /** It may be there more than once. */
  readonly repeated?: true;
}

/** A request that has passed every check. */
export interface Call<T extends RequestType> {
  readonly control: Control;
  readonly request: RequestOf<T>;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** The media type, among those of the route, that the client would rather have. */
  readonly mediaType: string;
  /** `Last-Event-ID`: where an interrupted stream goes on; null: it was not interrupted. */
  readonly lastEventId: number | null;
}

export type Reply =
  /** A text of the route's first media type. */
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Asked for the next part when the one before has been taken. */
  | {
      readonly kind: 'stream';
      readonly parts: (signal: AbortSignal) => AsyncGenerator<string, void, void>;
      /** How the stream says that it ends, and why. */
      readonly end: (failure: Failure) => string;
    };

export const JSON_TYPE = 'application/json';

/** A route, checked against the request that it makes. */
export function route<T extends RequestType>(
  definition: Omit<Route, 'request' | 'answer'> & {
    readonly request: T;
    readonly answer: (call: Call<T>) => Promise<Result<Reply, Failure>>;
  },
): Route {
  // What `parse-request.ts` has read as a T is one.
  return definition as unknown as Route;
}

export function whole(text: string): Result<Reply, never> {
  return ok({ kind: 'whole', text });
}

/** The answer to a call of `Control`, as JSON. */
export function replyWith<T>(result: Result<T, Failure>, toText: (value: T) => string): Result<Reply, Failure> {
  return result.ok ? whole(toText(result.value)) : err(result.failure);
}
