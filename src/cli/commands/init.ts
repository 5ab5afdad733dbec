import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'clipanion';
import type { DraftedProject } from '../../config/index.ts';
import { variablesOf } from '../../model/environment.ts';
import { ExitCode } from '../exit-code.ts';
import { Misuse, PomCommand } from './pom-command.ts';

/** What a project's file may be called; the first is what a new one is called. */
const FILE_NAMES = ['pom.yaml', 'pom.yml'] as const;

export class InitCommand extends PomCommand {
  static override readonly paths = [['init']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Write a pom.yaml from the package.json, Procfile or compose file that is here.',
    details: `
      Takes the scripts of package.json that stay up (dev, start, worker and their like), the lines of a Procfile, and the
      services of a compose file that say what they run, with their ports, variables, health checks and dependencies.
      What it cannot take over it leaves as a comment. Asks nothing, and leaves a file that is there alone. With -f FILE that is the file to write.
    `,
    examples: [
      ['Look at it first', 'pom init --stdout'],
      ['Begin anew', 'pom init --force'],
    ],
  });

  readonly force = Option.Boolean('--force', false, { description: 'Overwrite the file that is there.' });
  readonly stdout = Option.Boolean('--stdout', false, { description: 'Print it instead of writing it.' });

  protected async perform(): Promise<number> {
    const file = this.#file();
    const directory = path.dirname(file);
    if (!existsSync(directory)) {
      return this.fail({ reason: 'no-project', directory, file: null, problem: 'no-such-directory' });
    }
    const { draftProject } = await import('../../config/index.ts');
    const drafted = draftProject({ file, environment: variablesOf(this.context.env) });
    if (!this.stdout) {
      const problem = this.#write(file, drafted.text);
      if (problem !== null) return this.fail({ reason: 'operation-failed', detail: problem });
    }
    for (const warning of drafted.warnings) this.warn(`${warning}; it is passed over`);
    await this.#report(file, drafted);
    return ExitCode.done;
  }

  /** Absolute: the file to write. */
  #file(): string {
    const directory = path.resolve(this.context.cwd, this.directory ?? '.');
    const [named, ...more] = this.file ?? [];
    if (more.length > 0) throw new Misuse('"pom init" writes one file; name one with -f');
    if (named !== undefined) return path.resolve(directory, named);
    const there = FILE_NAMES.find((name) => existsSync(path.join(directory, name)));
    return path.join(directory, there ?? FILE_NAMES[0]);
  }

  /** @returns why it could not be written, or null. */
  #write(file: string, text: string): string | null {
    try {
      writeFileSync(file, text, { flag: this.force ? 'w' : 'wx' });
      return null;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const shown = path.relative(this.context.cwd, file);
      if (code === 'EEXIST') return `${shown} is there already; "--force" overwrites it, "--stdout" only prints`;
      if (code === '') throw error;
      return `${shown} cannot be written (${code})`;
    }
  }

  async #report(file: string, { text, sources, processes, leftOut, warnings }: DraftedProject): Promise<void> {
    const written = this.stdout ? null : file;
    if (this.stdout && !this.json) {
      await this.output.write(text);
      return;
    }
    await this.print({ file: written, sources, processes, leftOut, warnings, text }, () => {
      const from = sources.length === 0 ? 'nothing to begin from, so a starting point' : `from ${sources.join(', ')}`;
      const comments = leftOut.length === 0 ? '' : `; as comments only: ${leftOut.join(', ')}`;
      const list = processes.length === 0 ? '' : `: ${processes.join(', ')}`;
      return `wrote ${path.relative(this.context.cwd, file)} (${from})${list}${comments}\n"pom up" starts it`;
    });
  }
}
