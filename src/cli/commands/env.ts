import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { EnvironmentVariable, ExplainedVariable } from '../../model/environment.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { plainText } from '../../util/terminal-text.ts';
import { ExitCode } from '../exit-code.ts';
import { renderExplained } from '../render/explained-environment.ts';
import { ClientCommand } from './client-command.ts';

export class EnvCommand extends ClientCommand {
  static override readonly paths = [['env']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Print the environment that the next run of a process will have.',
    details: 'Without a running session it is worked out from the configuration and the environment of this command.',
    examples: [
      ['One process', 'pom env api'],
      ['Where each value comes from, and what it overrode', 'pom env api --explain'],
    ],
  });

  readonly name = Option.String({ required: true });
  readonly explain = Option.Boolean('--explain', false, {
    description: 'Say where each value comes from, and what it overrode.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    if (this.explain) return this.#answer(await session.explainEnvironment(this.name));
    const environment = await session.environment(this.name);
    if (!environment.ok) return this.fail(environment.failure);
    const process = environment.value.find(({ name }) => name === 'POM_PROCESS')?.value;
    const code = await this.#print(environment.value);
    if (!this.json && process !== this.name) this.warn(`"${this.name}" is several; this is what "${process}" has`);
    return code;
  }

  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session') return this.fail(failure);
    const project = this.atRest();
    if (!project.ok) return this.fail(project.failure);
    const { environmentAtRest, explainedEnvironmentAtRest } = await import('../../app/index.ts');
    if (this.explain) return this.#answer(explainedEnvironmentAtRest(project.value, this.name));
    const environment = environmentAtRest(project.value, this.name);
    return environment.ok ? this.#print(environment.value) : this.fail(environment.failure);
  }

  async #answer(explained: Result<readonly ExplainedVariable[], Failure>): Promise<number> {
    if (!explained.ok) return this.fail(explained.failure);
    const variables = [...explained.value].sort((a, b) => (a.name < b.name ? -1 : 1));
    await this.print({ variables }, () => renderExplained(variables, this.context.cwd));
    return ExitCode.done;
  }

  async #print(variables: readonly EnvironmentVariable[]): Promise<number> {
    const sorted = [...variables].sort((a, b) => (a.name < b.name ? -1 : 1));
    const shown = (show: (value: string) => string) =>
      sorted.map(({ name, value }) => `${name}=${show(value)}`).join('\n');
    // A program that reads it is told the values as they are.
    if (this.json || this.context.terminal) await this.print({ variables: sorted }, () => shown(plainText));
    else await this.output.line(shown((value) => value));
    return ExitCode.done;
  }
}
