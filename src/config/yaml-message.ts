import type { ErrorCode } from 'yaml';

interface YamlMistake {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What is found at the place of a mistake. */
interface Surroundings {
  /** The text, cut short. */
  readonly token: string;
  /** The character before it; empty at the beginning of the file. */
  readonly before: string;
  /** The quote or bracket that is never closed, if that is the mistake. */
  readonly opening: string | null;
}

/** What a person can do about a mistake of syntax: one sentence, lower case, no full stop. */
export function yamlMessage({ code, message }: YamlMistake, { token, before, opening }: Surroundings): string {
  if (opening !== null) return `this ${opening} is never closed`;
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent; use spaces';
    case 'BAD_INDENT':
      return /^All (?:mapping|sequence|collection) items/.test(message)
        ? 'this begins at another column than what is before it; line it up with what it belongs to'
        : `${lowerFirst(message)}; line it up with what it belongs to`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second ":" on one line; put quotes around a text with a colon in it, or a map on a line of its own';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key must end on its line; is a ":" missing after it?';
    case 'MULTIPLE_ANCHORS':
      return 'a value can have one anchor (&name) only';
    case 'MULTIPLE_TAGS':
      return 'a value can have one tag (!name) only';
    case 'TAG_RESOLVE_FAILED':
      return `unknown tag ${token}; remove it`;
    case 'BAD_SCALAR_START':
      return `text cannot begin with ${token.slice(0, 1)}; put it in quotes`;
    case 'BAD_DQ_ESCAPE':
      return `${token.trim().split(/\s/)[0]} is not an escape of a "…" text; write \\\\ for a backslash, or use '…'`;
    case 'BLOCK_IN_FLOW':
      return 'inside [ ] and { } everything must be in that style, too';
    case 'UNEXPECTED_TOKEN':
      return before === '$' && token.startsWith('{')
        ? `inside { } and [ ] a text with \${…} in it needs quotes`
        : `${JSON.stringify(token.trim().split('\n')[0])} cannot stand here; is a quote, a comma or a line break missing before it?`;
    case 'BAD_DIRECTIVE':
      return 'a % at the beginning of a line is a YAML directive, and this one is unknown';
    default:
      return lowerFirst(message);
  }
}

function lowerFirst(text: string): string {
  const first = text.split('\n')[0] ?? text;
  return first.charAt(0).toLowerCase() + first.slice(1);
}
