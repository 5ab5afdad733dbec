import type { LogLine } from '../../model/log-line.ts';
import { terminalText } from '../../util/terminal-text.ts';
import { logLinesToJson } from '../../wire/log-lines-json.ts';
import type { Output } from '../output.ts';

/** How lines are written. */
export type LineStyle =
  /** The bytes, a newline where there was one. */
  | { readonly form: 'raw' }
  /** One document. */
  | { readonly form: 'json' }
  /** One object per line. */
  | { readonly form: 'ndjson' }
  | {
      readonly form: 'text';
      readonly color: boolean;
      readonly timestamps: boolean;
      /** The names that may come, to align their prefixes; empty: no prefixes. */
      readonly prefixes: readonly string[];
    };

/** Writes pages of lines as they come. */
export interface LineWriter {
  /** @returns false when nobody reads any more. */
  write(lines: readonly LogLine[]): Promise<boolean>;
  /** Writes what has to follow the last line. */
  end(page: { readonly next: number; readonly evicted: number }): Promise<void>;
}

export function lineWriter(output: Output, style: LineStyle): LineWriter {
  switch (style.form) {
    case 'raw':
      return streamWriter(output, rawBytes);
    case 'ndjson':
      return streamWriter(output, (lines) =>
        logLinesToJson(lines)
          .map((line) => `${line}\n`)
          .join(''),
      );
    case 'json':
      return documentWriter(output);
    case 'text': {
      const render = textRenderer(style);
      return streamWriter(output, (lines) => lines.map((line) => `${render(line)}\n`).join(''));
    }
    default:
      return style satisfies never;
  }
}

function streamWriter(output: Output, render: (lines: readonly LogLine[]) => string | Uint8Array): LineWriter {
  return {
    write: async (lines) => (lines.length === 0 ? true : output.write(render(lines))),
    end: async () => {},
  };
}

/** `{"lines": […], "next": …, "evicted": …}`, written page by page: it may be larger than memory allows. */
function documentWriter(output: Output): LineWriter {
  let isFirst = true;
  return {
    async write(lines) {
      if (lines.length === 0) return true;
      const opening = isFirst ? '{"lines":[' : ',';
      isFirst = false;
      return output.write(opening + logLinesToJson(lines).join(','));
    },
    async end(page) {
      await output.line(`${isFirst ? '{"lines":[' : ''}],"next":${page.next},"evicted":${page.evicted}}`);
    },
  };
}

const NEWLINE = new Uint8Array([0x0a]);

function rawBytes(lines: readonly LogLine[]): Uint8Array {
  return Buffer.concat(lines.flatMap(({ bytes, partial }) => (partial ? [bytes] : [bytes, NEWLINE])));
}

/** ANSI colours that are readable on light and on dark: cyan, yellow, green, magenta, blue, red, and their bright forms. */
const PREFIX_COLORS = [36, 33, 32, 35, 34, 31, 96, 93, 92, 95, 94, 91];

/** Renders a line for people: prefix, time, text, with nothing in it that a terminal would obey but colours. */
export function textRenderer(style: Extract<LineStyle, { form: 'text' }>): (line: LogLine) => string {
  const width = Math.max(0, ...style.prefixes.map((name) => name.length));
  const prefixes = new Map(
    style.prefixes.map((name, i) => {
      const text = `${name.padEnd(width)} | `;
      const color = PREFIX_COLORS[i % PREFIX_COLORS.length] ?? 36;
      return [name, style.color ? `\u001b[${color}m${text}\u001b[0m` : text];
    }),
  );
  return (line) => {
    const prefix = style.prefixes.length === 0 ? '' : (prefixes.get(line.process) ?? `${line.process} | `);
    const time = style.timestamps ? `${new Date(line.timestamp).toISOString()} ` : '';
    return `${prefix}${time}${terminalText(line.bytes, { color: style.color })}`;
  };
}
