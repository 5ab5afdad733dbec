/** How many colours there are for names: `.name-0` and so on in `theme.css`. None of them means good or bad. */
const NAME_COLORS = 8;

/** The class that colours a name: the same one wherever and whenever it is shown. */
export function nameClass(name: string): string {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `name-${hash % NAME_COLORS}`;
}
