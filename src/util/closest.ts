import { closestMatch } from 'leven';

/**
 * The candidate that `word` was probably meant to be: the same letters with two neighbours swapped (`wbe` for `web`), or
 * else at most a third of its letters wrong. Null when there is none.
 */
export function closest(word: string, candidates: Iterable<string>): string | null {
  const all = [...candidates];
  const swapped = all.find((candidate) => isSwapped(word, candidate));
  if (swapped !== undefined) return swapped;
  const maxDistance = Math.max(1, Math.floor(word.length / 3));
  return closestMatch(word, all, { maxDistance }) ?? null;
}

/** The commonest slip of the fingers, which counts as two wrong letters otherwise. */
function isSwapped(word: string, candidate: string): boolean {
  if (word.length !== candidate.length || word === candidate) return false;
  let at = 0;
  while (word[at] === candidate[at]) at++;
  return (
    word[at] === candidate[at + 1] && word[at + 1] === candidate[at] && word.slice(at + 2) === candidate.slice(at + 2)
  );
}
