import type { ErrorCode } from 'yaml';

interface YamlMistake {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * What a person can do about a mistake of syntax.
 *
 * @param token the text it was found at, cut short. @param before the character before it.
 */
export function yamlMessage({ code, message }: YamlMistake, token: string, before: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent; use spaces';
    case 'BAD_INDENT':
      return `${lowerFirst(message)}; line it up with what it belongs to`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a map cannot begin on the line of another key; put it on the next line, or quote the text if the colon belongs to it';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key must end on its line; is a ":" missing after it?';
    case 'MISSING_CHAR':
      return missingCharacter(message);
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

function missingCharacter(message: string): string {
  const closing = /^Missing closing (["'])quote/.exec(message)?.[1];
  if (closing !== undefined) return `the closing ${closing} is missing`;
  const bracket = /expected .* end with (.)/.exec(message)?.[1] ?? /must end with a? ?(.)/.exec(message)?.[1];
  if (bracket !== undefined) return `the closing ${bracket} is missing`;
  return lowerFirst(message);
}

function lowerFirst(text: string): string {
  const first = text.split('\n')[0] ?? text;
  return first.charAt(0).toLowerCase() + first.slice(1);
}
