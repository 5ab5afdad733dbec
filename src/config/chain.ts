const MOST_NAMES = 20;

/** Names along a path, `a → b → a`; the middle of a very long one is left out. */
export function chainText(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(' → ');
  const half = MOST_NAMES / 2;
  return [...names.slice(0, half), `… ${names.length - 2 * half} more …`, ...names.slice(-half)].join(' → ');
}
