import { closestMatch } from 'leven';

/** The candidate that `word` was probably meant to be, with at most a third of its letters wrong; null when none is. */
export function closest(word: string, candidates: Iterable<string>): string | null {
  const maxDistance = Math.max(1, Math.floor(word.length / 3));
  return closestMatch(word, [...candidates], { maxDistance }) ?? null;
}
