/** How many colours there are for names: `name-0` and so on in `theme.css`. None of them means good or bad. */
const NAME_COLORS = 8;

/** Gives each name a colour, in the order in which they are first seen: the first few have one for themselves. */
export class NameColors {
  readonly #given = new Map<string, string>();

  /** The class of what is written in the colour of a name; `--` and it is the variable of the colour. */
  classOf(name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const given = `name-${this.#given.size % NAME_COLORS}`;
    this.#given.set(name, given);
    return given;
  }
}
