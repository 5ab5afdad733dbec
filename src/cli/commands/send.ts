import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Outcome } from '../../model/control.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { ExitCode, exitCodeOfOutcomes } from '../exit-code.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';
import { timeoutOption } from './option-values.ts';
import { Misuse } from './pom-command.ts';

/** How long a process may take to read before the sender is told. */
const USUAL_TIMEOUT_MS = 5_000;

/** In one request: what comes by standard input is sent in pieces, each when the one before it has been read. */
const PIECE_BYTES = 32 * 1024;

export class SendCommand extends ClientCommand {
  static override readonly paths = [['send']];
  static override readonly usage = Command.Usage({
    category: 'Act',
    description: 'Send text to what a process reads from: its terminal, or its pipe.',
    details: `
      The process needs \`tty: true\` or \`stdin: pipe\`. A newline is added, as if the text had been typed; -n leaves it
      out. The TEXT "-" sends standard input as it is. With -e, backslash sequences in the text are understood.

      Answers when the process has room for it; one that does not read makes it time out, and still gets it when it reads.
    `,
    examples: [
      ['A line for a REPL', "pom send repl '1 + 1'"],
      ['Ctrl-C, typed', "pom send repl -n -e '\\x03'"],
      ['A file', 'pom send db - < dump.sql'],
    ],
  });

  readonly name = Option.String({ required: true });
  readonly text = Option.String({ required: true });
  readonly noNewline = Option.Boolean('-n,--no-newline', false, { description: 'Add no newline.' });
  readonly escapes = Option.Boolean('-e,--escapes', false, {
    description: 'Understand \\n, \\r, \\t, \\e (escape), \\0, \\\\ and \\xHH in the text.',
  });
  readonly timeout = Option.String('--timeout', {
    description: 'How long the process may take to read it. Default: 5s.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const timeoutMs = timeoutOption(this.timeout) ?? USUAL_TIMEOUT_MS;
    let last: readonly Outcome[] = [];
    for await (const piece of this.#pieces()) {
      const sent = await session.send([this.name], piece, timeoutMs);
      if (!sent.ok) return this.fail(sent.failure);
      last = sent.value;
      if (last.some(({ ok }) => !ok)) break;
    }
    await this.print({ processes: outcomeFacts(last) }, () => renderOutcomes(last.filter(({ ok }) => !ok)));
    return last.length === 0 ? ExitCode.done : exitCodeOfOutcomes(last);
  }

  /** @throws {Misuse} */
  async *#pieces(): AsyncGenerator<Uint8Array> {
    if (this.text !== '-') {
      const text = this.escapes ? unescaped(this.text) : Buffer.from(this.text);
      yield* cut(this.noNewline ? text : Buffer.concat([text, Buffer.from('\n')]));
      return;
    }
    if (this.escapes || this.noNewline)
      throw new Misuse('what "-" reads is sent as it is: -n and -e do not go with it');
    for await (const chunk of this.context.input) yield* cut(Buffer.from(chunk));
  }
}

function* cut(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', e: '\x1b', '0': '\0', '\\': '\\' };

/** @throws {Misuse} */
function unescaped(text: string): Buffer {
  const parts = text.match(/\\x[0-9a-fA-F]{2}|\\.?|[^\\]+/gs) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (!part.startsWith('\\')) return Buffer.from(part);
      if (part.length === 4) return Buffer.from(part.slice(2), 'hex');
      const meant = ESCAPES[part.slice(1)];
      if (meant === undefined)
        throw new Misuse(`"${part}" is no backslash sequence; there are \\n \\r \\t \\e \\0 \\\\ and \\xHH`);
      return Buffer.from(meant);
    }),
  );
}
