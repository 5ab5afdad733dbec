/** The outcome of something that may fail for a reason a correct pom has to expect. Exceptions are bugs; see `failure.ts`. */
export type Result<T, F> = Ok<T> | Err<F>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<F> {
  readonly ok: false;
  readonly failure: F;
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<F>(failure: F): Err<F> {
  return { ok: false, failure };
}
