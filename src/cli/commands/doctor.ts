import { Command } from 'clipanion';
import { runtimeDirectory } from '../../ipc/socket-path.ts';
import { failureMessage } from '../../model/failure-message.ts';
import { checkLock, checkNode, checkOpenFiles, checkPipes, checkProc, type Finding } from '../doctor/checks.ts';
import { thisMachine } from '../doctor/machine.ts';
import { ExitCode } from '../exit-code.ts';
import { ConfigurationCommand } from './configuration-command.ts';

export class DoctorCommand extends ConfigurationCommand {
  static override readonly paths = [['doctor']];
  static override readonly usage = Command.Usage({
    category: 'About',
    description: 'Check whether pom can run here, and say what to do where it cannot.',
    details: `
      Looks at Node, at the programs and facilities that pom relies on, at the directory for sockets, and, in a project, at
      its configuration and whether enough files may be open for its processes. Changes nothing. Ends with 1 when
      something is broken.
    `,
  });

  protected async perform(): Promise<number> {
    const machine = thisMachine();
    const findings = [
      checkNode(machine),
      checkProc(machine),
      checkPipes(machine, this.context.env.PATH ?? ''),
      checkLock(machine),
      this.#checkRuntimeDirectory(),
      ...(await this.#checkProject((processes) => checkOpenFiles(machine, processes))),
    ];
    await this.print({ checks: findings }, () => findings.map(renderFinding).join('\n'));
    return findings.some(({ state }) => state === 'broken') ? ExitCode.failed : ExitCode.done;
  }

  #checkRuntimeDirectory(): Finding {
    const directory = runtimeDirectory(this.context.env);
    const check = 'sockets';
    if (directory.ok) return { check, state: 'ok', detail: directory.value, advice: null };
    return { check, state: 'broken', detail: failureMessage(directory.failure), advice: null };
  }

  /** Outside of a project there is nothing wrong with that; one that was asked for by name must be there. */
  async #checkProject(checkSize: (processes: number) => Finding): Promise<readonly Finding[]> {
    const check = 'project';
    const loaded = await this.load();
    if (loaded.ok) {
      const { name, processes } = loaded.value.project;
      return [
        {
          check,
          state: 'ok',
          detail: `${name}, ${processes.size} ${processes.size === 1 ? 'process' : 'processes'}`,
          advice: null,
        },
        checkSize(processes.size),
      ];
    }
    const { failure } = loaded;
    if (failure.reason === 'no-project' && failure.problem === 'none-found') {
      return [{ check, state: 'ok', detail: 'no pom.yaml here', advice: null }];
    }
    const advice = failure.reason === 'invalid-config' ? '"pom check" shows every mistake where it is written' : null;
    return [{ check, state: 'broken', detail: failureMessage(failure), advice }];
  }
}

function renderFinding({ check, state, detail, advice }: Finding): string {
  const line = `${state.padEnd(7)}  ${check}: ${detail}`;
  return advice === null ? line : `${line}\n         → ${advice}`;
}
