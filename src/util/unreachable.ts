/** For the `default` of an exhaustive switch: the compiler refuses it when a member is missing. */
export function unreachable(value: never): never {
  throw new Error(`Internal error: unexpected ${JSON.stringify(value)}`);
}
