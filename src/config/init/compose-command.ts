import { type ComposeMap, type ComposeValue, isList, textOf, textsOf } from './compose-file.ts';

/**
 * What a service runs, when the compose file says so: `entrypoint` and `command` together. Null when the image says it,
 * or when there is nothing but arguments for the program of the image.
 */
export function commandOf({ entrypoint, command }: ComposeMap): string | readonly string[] | null {
  const parts = [entrypoint, command].filter((part) => !isEmpty(part));
  const lists = parts.filter(isList);
  // Compose splits a text into words and fills in variables; the shell does the same.
  const joined =
    lists.length === parts.length
      ? lists.flatMap(textsOf)
      : parts
          .map((part) => (isList(part) ? textsOf(part).map(quoted).join(' ') : forShell(textOf(part) ?? '')))
          .join(' ');
  const first = typeof joined === 'string' ? joined : (joined[0] ?? '');
  return first.trim() === '' || first.startsWith('-') ? null : joined;
}

/** A text that compose reads, as the shell has to read it: `$$` is the dollar that compose leaves to the container. */
export function forShell(text: string): string {
  return text.replaceAll('$$', '$').trim();
}

function isEmpty(part: ComposeValue | undefined): boolean {
  return part === undefined || part === null || part === '' || (isList(part) && part.length === 0);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${forShell(word).replace(/["\\`]/g, String.raw`\$&`)}"`;
}
