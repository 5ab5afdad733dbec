import { RE2JS } from 're2js';
import type { Stream } from '../../model/log-line.ts';
import type { ProbeSpec } from '../../model/probe-spec.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { OutputSink } from '../child.ts';
import { type AskOnce, bad, good } from './probe-answer.ts';

/** A longer line is looked at in pieces of this size. */
const LONGEST_LINE_BYTES = 65_536;

/** Waits for a line of one run's output that matches. It costs nothing once there was one, or where nobody waits. */
export class LogWatch {
  #text: string | null = null;
  #pattern: RE2JS | null = null;
  #line: string | null = null;
  readonly #unfinished: Record<Stream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  /** Called once, when a line matches. */
  onMatch: () => void = () => undefined;

  constructor(probe: ProbeSpec | null) {
    this.follow(probe);
  }

  /** Goes by another probe. Lines that have passed are not looked at again. */
  follow(probe: ProbeSpec | null): void {
    const check = probe?.checks.find(({ kind }) => kind === 'log');
    const text = check?.kind === 'log' ? check.pattern : null;
    if (text === this.#text) return;
    this.#text = text;
    this.#pattern = text === null ? null : RE2JS.compile(text);
    this.#line = null;
  }

  /** The same sink, looked over the shoulder. */
  watching(sink: OutputSink): OutputSink {
    return {
      onChunk: (stream, chunk) => {
        sink.onChunk(stream, chunk);
        if (this.#pattern !== null && this.#line === null) this.#take(stream, chunk);
      },
      onEnd: (stream) => sink.onEnd(stream),
    };
  }

  readonly ask: AskOnce = async () =>
    this.#line === null ? bad('no line has matched yet') : good(`"${this.#line}" matches`);

  #take(stream: Stream, chunk: Uint8Array): void {
    let rest = Buffer.concat([this.#unfinished[stream], chunk]);
    while (rest.length > 0) {
      const newline = rest.indexOf(10);
      if (newline === -1 && rest.length < LONGEST_LINE_BYTES) break;
      const end = newline === -1 ? LONGEST_LINE_BYTES : Math.min(newline, LONGEST_LINE_BYTES);
      this.#look(rest.subarray(0, end));
      rest = rest.subarray(end === newline ? end + 1 : end);
      if (this.#line !== null) rest = Buffer.alloc(0);
    }
    this.#unfinished[stream] = Buffer.from(rest);
  }

  #look(line: Buffer): void {
    // Colours are for people; nobody writes them into a pattern.
    const text = plainText(line.toString('utf8')).trimEnd();
    if (this.#pattern?.matcher(text).find() !== true) return;
    this.#line = text;
    this.onMatch();
  }
}
