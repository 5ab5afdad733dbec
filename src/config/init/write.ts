import { Document, isSeq, visit } from 'yaml';
import { plainText } from '../../util/terminal-text.ts';
import type { DraftMap, LeftOut, ProcessDraft, ProjectDraft } from './draft.ts';

/** A drafted pom.yaml, and where its processes are. */
export interface WrittenDraft {
  readonly text: string;
  /** By process: its lines `[from, to)`, 1-based. */
  readonly lines: ReadonlyMap<string, readonly [number, number]>;
}

/** Writes a draft, with what there is to say about it as comments. It ends with a line break. */
export function writeDraft(draft: ProjectDraft): WrittenDraft {
  const out: string[] = [...header(draft.sources), '', 'processes:'];
  const lines = new Map<string, readonly [number, number]>();
  for (const [index, process] of draft.processes.entries()) {
    if (index > 0) out.push('');
    const from = out.length + 1;
    out.push(...indented([...process.notes.map(comment), ...entry(process.name, bodyOf(process))]));
    lines.set(process.name, [from, out.length + 1]);
  }
  if (draft.processes.length === 0) out.push(...indented(STARTING_POINT));
  for (const leftOut of draft.leftOut) out.push('', ...indented(leftOutLines(leftOut)));
  return { text: `${out.join('\n')}\n`, lines };
}

function header(sources: readonly string[]): readonly string[] {
  const last = sources.at(-1) ?? '';
  const list = sources.length > 1 ? `${sources.slice(0, -1).join(', ')} and ${last}` : last;
  return [
    comment(
      sources.length === 0
        ? 'What "pom up" runs.'
        : `What "pom up" runs. Begun by "pom init" from ${list}; nothing reads those again.`,
    ),
    comment('"pom check" finds mistakes, "pom schema" describes every key.'),
  ];
}

/** What is written when nothing was found to begin from. */
const STARTING_POINT: readonly string[] = [
  '# A name, and what to run: a text is run by the shell, a list as it is.',
  'hello:',
  '  command: while true; do date; sleep 5; done',
  '  # Start it again when it fails; "always" and "never" are the other choices.',
  '  restart: on-failure',
  '',
  '# api:',
  '#   command: npm run dev',
  '#   env: { PORT: 8080 }',
  '#   # What depends on it waits until this answers.',
  '#   ready: { http: "http://localhost:8080/health" }',
  '#',
  '# worker:',
  '#   command: [node, worker.js]',
  '#   depends_on: [api]',
];

function bodyOf({ command, keys }: ProcessDraft): DraftMap {
  return command === null ? keys : { command, ...keys };
}

function leftOutLines({ name, why, suggestion }: LeftOut): readonly string[] {
  return [comment(why), ...(suggestion === null ? [] : entry(name, suggestion).map((line) => `# ${line}`.trimEnd()))];
}

/** A key with a map as its value. Lists of plain values are written on one line, as people do. */
function entry(name: string, body: DraftMap): readonly string[] {
  const document = new Document({ [name]: body });
  visit(document, {
    Seq(_key, node) {
      if (!node.items.some((item) => isSeq(item))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd().split('\n');
}

/** Longer ones end in an ellipsis: what is quoted in a comment may be of any length. */
const LONGEST_COMMENT = 160;

function comment(text: string): string {
  const line = plainText(text.replace(/[\s\u0085\u2028\u2029]+/g, ' ')).trim();
  return `# ${[...line].length > LONGEST_COMMENT ? `${[...line].slice(0, LONGEST_COMMENT - 1).join('')}…` : line}`;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
