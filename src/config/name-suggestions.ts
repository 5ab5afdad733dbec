import { closest } from '../util/closest.ts';

/** Every suggestion looks at all names: enough for a person, and a thousand wrong names among thousands take no minutes. */
const MOST_SUGGESTIONS = 50;

/** Guesses which process a wrong name stands for. */
export class NameSuggestions {
  readonly #names: readonly string[];
  #made = 0;

  constructor(names: Iterable<string>) {
    this.#names = [...names];
  }

  /** The end of a sentence, `; did you mean "web"?`, or nothing. The process that has the wrong name in it is no guess. */
  for(wrong: string, process: string): string {
    if (++this.#made > MOST_SUGGESTIONS) return '';
    const guess = closest(
      wrong,
      this.#names.filter((name) => name !== process),
    );
    return guess === null ? '' : `; did you mean "${guess}"?`;
  }
}
