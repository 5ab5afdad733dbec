/**
 * How well `text` fits what was typed: its characters must be there in this order, better side by side, at the start of
 * words, and early.
 *
 * @returns null when it does not fit; the greater, the better.
 */
export function fuzzyScore(text: string, query: string): number | null {
  const haystack = text.toLowerCase();
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/)) {
    const points = word === '' ? 0 : wordScore(haystack, word);
    if (points === null) return null;
    score += points;
  }
  return score - text.length / 100;
}

function wordScore(haystack: string, word: string): number | null {
  const whole = haystack.indexOf(word);
  if (whole !== -1) return word.length * 4 + (isWordStart(haystack, whole) ? 6 : 0) - Math.min(whole, 10) / 10;
  let score = 0;
  let from = 0;
  for (const letter of word) {
    const found = haystack.indexOf(letter, from);
    if (found === -1) return null;
    score += found === from && from > 0 ? 3 : isWordStart(haystack, found) ? 2 : 0;
    from = found + 1;
  }
  return score;
}

function isWordStart(text: string, index: number): boolean {
  return index === 0 || /[^a-z0-9]/.test(text.charAt(index - 1));
}

/** Less than any name that fits. */
const DESCRIBED = -1_000;

/**
 * Those whose name fits, the best first, then those in whose description the words typed are; all of them as they are
 * when nothing was typed.
 */
export function fuzzyFilter<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => { readonly name: string; readonly description: string },
): readonly T[] {
  const words = query.toLowerCase().split(/\s+/);
  if (query.trim() === '') return items;
  const scored = items.flatMap((item) => {
    const { name, description } = textOf(item);
    const isDescribed = words.every((word) => description.toLowerCase().includes(word));
    const score = fuzzyScore(name, query) ?? (isDescribed ? DESCRIBED : null);
    return score === null ? [] : [{ item, score }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}
