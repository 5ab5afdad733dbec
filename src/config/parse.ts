import { Composer, type Document, Lexer, Parser } from 'yaml';
import type { Diagnostics } from './diagnostic.ts';
import type { MapNode } from './node.ts';
import type { SourceFile } from './source-file.ts';
import { treeOf } from './tree.ts';
import { yamlMessage } from './yaml-message.ts';
import { placeOfMistake } from './yaml-place.ts';

/** Deeper than any configuration goes, and shallower than what makes the composer run out of stack. */
const DEEPEST = 100;

/** About ten times what 1,000 rich processes take; it bounds the time spent on a hostile megabyte to about a second. */
const MOST_LEXEMES = 500_000;

/** How many tokens the parser stacks per level of nesting, at most. */
const TOKENS_PER_LEVEL = 3;

/** Complaints of the composer that are looked at: after so many, the rest follow from the first. */
const MOST_COMPLAINTS = 100;

/** How much of a token a message may quote. */
const LONGEST_TOKEN = 40;

type Token = Parameters<Composer['next']>[0];

/**
 * Reads the text of one configuration file. Mistakes go to `diagnostics`.
 *
 * @param example an entry that belongs into such a file, for whoever wrote something else.
 * @returns the root map; null when the text is not YAML or its root is not a map.
 */
export function parse(source: SourceFile, diagnostics: Diagnostics, example = 'processes: {}'): MapNode | null {
  const nul = source.text.indexOf('\0');
  if (nul !== -1) {
    diagnostics.error(source.span(nul, nul + 1), 'a NUL character cannot be in a configuration');
    return null;
  }
  const tokens = tokensOf(source, diagnostics);
  const document = tokens && documentOf(tokens, source, diagnostics);
  if (!document) return null;
  const root = treeOf(document.contents, source, diagnostics);
  if (root?.kind === 'map') return root;
  if (root?.kind === 'scalar' && root.value === null) {
    diagnostics.error(source.span(0, 1), `the file is empty; write at least "${example}"`);
  } else if (root !== null) {
    diagnostics.error(
      root.at,
      `the file must be a map with keys such as "${example.split(':')[0]}", not a ${root.kind}`,
    );
  }
  return null;
}

/** Feeds the lexer to the parser by hand, to stop a deep nesting before it has been built. */
function tokensOf(source: SourceFile, diagnostics: Diagnostics): readonly Token[] | null {
  const parser = new Parser();
  const tokens: Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    const problem = limitReached(parser, ++lexemes);
    if (problem === null) continue;
    diagnostics.error(source.span(parser.offset - 1, parser.offset), problem);
    return null;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function limitReached(parser: Parser, lexemes: number): string | null {
  if (parser.stack.length > DEEPEST * TOKENS_PER_LEVEL) return `nested more than ${DEEPEST} levels deep`;
  return lexemes > MOST_LEXEMES ? 'the file holds too many values' : null;
}

function documentOf(tokens: readonly Token[], source: SourceFile, diagnostics: Diagnostics): Document.Parsed | null {
  // Keys are checked for duplicates in tree.ts: the composer compares every pair.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens, true, source.text.length)];
  const [document, second] = documents;
  if (document === undefined) throw new Error('Internal error: YAML without a document');
  if (second !== undefined) {
    const at = source.text.indexOf('---', document.range[1]);
    const start = at === -1 ? second.range[0] : at;
    diagnostics.error(source.span(start, start + 3), 'a second document begins here; a configuration is one document');
  }
  reportSyntax(document, source, diagnostics);
  return document.errors.length > 0 || second !== undefined ? null : document;
}

/**
 * Reports what the composer complains about. One mistake of syntax makes it stumble again and again: of each line only the
 * first complaint is kept, and of tokens that it did not expect only those that come before anything else.
 * Warnings count as mistakes: what they are about, an unknown tag for one, would be ignored.
 */
function reportSyntax(document: Document.Parsed, source: SourceFile, diagnostics: Diagnostics): void {
  const lines = new Set<number>();
  for (const mistake of [...document.errors, ...document.warnings].slice(0, MOST_COMPLAINTS)) {
    const { start, end, opening } = placeOfMistake(mistake, document, source.text);
    const at = source.span(start, end);
    const { line } = source.rangeOf(at);
    if (lines.has(line) || (lines.size > 0 && mistake.code === 'UNEXPECTED_TOKEN')) continue;
    lines.add(line);
    const token = source.text.slice(start, Math.min(end, start + LONGEST_TOKEN));
    diagnostics.error(at, yamlMessage(mistake, { token, before: source.text.charAt(start - 1), opening }));
  }
}
