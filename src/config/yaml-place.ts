import { type Document, isCollection, isScalar, visit } from 'yaml';

/** The parts of a mistake of syntax that say where it is. */
interface YamlMistake {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** `[start, end)` of the text is where a person has to change something. */
export interface MistakePlace {
  readonly start: number;
  readonly end: number;
  /** The quote or bracket that is opened there and never closed; null when that is not the mistake. */
  readonly opening: string | null;
}

/** The composer notices some mistakes late; this is where they were made. */
export function placeOfMistake(
  { code, message, pos }: YamlMistake,
  document: Document.Parsed,
  text: string,
): MistakePlace {
  const [start, end] = pos;
  const isUnclosed = code === 'MISSING_CHAR' || /^Flow (?:map|sequence)/.test(message);
  const opened = isUnclosed ? innermostOpening(document, start, text) : null;
  if (opened !== null) return { start: opened, end: opened + 1, opening: text.charAt(opened) };
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    const colon = /:(?=\s)/.exec(text.slice(start))?.index ?? 0;
    return { start: start + colon, end: start + colon + 1, opening: null };
  }
  const blank = /^[ ]*/.exec(text.slice(start, text.indexOf('\n', start) + 1))?.[0].length ?? 0;
  const isPoint = end <= start + 1;
  return { start: isPoint ? start + blank : start, end: isPoint ? start + blank + 1 : end, opening: null };
}

/** Where the quoted text, list or map in braces begins that is the last to begin before `offset` and not to end before it. */
function innermostOpening(document: Document.Parsed, offset: number, text: string): number | null {
  let opened: number | null = null;
  visit(document, {
    Node(_, node) {
      const range = isScalar(node) || isCollection(node) ? node.range : null;
      if (range && range[0] < offset && range[2] >= offset && /["'[{]/.test(text.charAt(range[0]))) opened = range[0];
    },
  });
  return opened;
}
