import { Command, Option } from 'clipanion';
import { runtimeDirectory } from '../../ipc/socket-path.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { ProcessSpec } from '../../model/process-spec.ts';
import type { ProjectSpec } from '../../model/project-spec.ts';
import {
  checkLock,
  checkNode,
  checkNotify,
  checkOpenFiles,
  checkPipes,
  checkProc,
  checkTerminals,
  checkWatches,
  type Finding,
} from '../doctor/checks.ts';
import { checkCrashes } from '../doctor/crashes.ts';
import { checkLeftovers } from '../doctor/leftovers.ts';
import { thisMachine } from '../doctor/machine.ts';
import { checkSession } from '../doctor/session.ts';
import { ExitCode } from '../exit-code.ts';
import { ConfigurationCommand } from './configuration-command.ts';

/** What `pom doctor` could read of the project. */
interface ProjectFound {
  readonly finding: Finding;
  /** Null when there is none, or it has mistakes. */
  readonly project: ProjectSpec | null;
}

export class DoctorCommand extends ConfigurationCommand {
  static override readonly paths = [['doctor']];
  static override readonly usage = Command.Usage({
    category: 'About',
    description: 'Check whether pom can run here, and say what to do where it cannot.',
    details: `
      Looks at Node, at the programs and facilities that pom relies on, at the directory for sockets and what dead sessions
      left in it, and, in a project, at its configuration, whether enough files may be open for its processes, how fast its
      session answers and how late its event loop is, watched for half a second, and lists its crash reports. Ends with 1
      when something is broken.

      Changes nothing, unless --fix is given: then the sockets and pipes of sessions that are provably dead are removed, and
      the crash reports of the project.
    `,
  });

  readonly fix = Option.Boolean('--fix', false, { description: 'Remove what dead sessions have left.' });

  protected async perform(): Promise<number> {
    const { terminalTrouble } = await import('../../app/index.ts');
    const { env } = this.context;
    const machine = thisMachine();
    const searchPath = env.PATH ?? '';
    const { finding, project } = await this.#findProject();
    const findings = [
      checkNode(machine),
      checkProc(machine),
      checkPipes(machine, searchPath),
      checkLock(machine),
      checkTerminals(
        machine,
        terminalTrouble(),
        searchPath,
        namesIn(project, ({ tty }) => tty),
      ),
      checkNotify(machine, searchPath, namesIn(project, wantsNotify)),
      checkWatches(machine),
      this.#checkRuntimeDirectory(),
      await checkLeftovers(env, this.fix),
      await this.#checkCrashes(),
      finding,
      ...(project === null ? [] : [checkOpenFiles(machine, project.processes.size), await this.#checkSession()]),
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
  async #findProject(): Promise<ProjectFound> {
    const check = 'project';
    const loaded = await this.load();
    if (loaded.ok) {
      const { project } = loaded.value;
      const { size } = project.processes;
      const detail = `${project.name}, ${size} ${size === 1 ? 'process' : 'processes'}`;
      return { finding: { check, state: 'ok', detail, advice: null }, project };
    }
    const { failure } = loaded;
    if (failure.reason === 'no-project' && failure.problem === 'none-found') {
      return { finding: { check, state: 'ok', detail: 'no pom.yaml here', advice: null }, project: null };
    }
    const advice = failure.reason === 'invalid-config' ? '"pom check" shows every mistake where it is written' : null;
    return { finding: { check, state: 'broken', detail: failureMessage(failure), advice }, project: null };
  }

  async #checkCrashes(): Promise<Finding> {
    const { crashDirectory, readCrashReports, removeCrashReport } = await import('../../app/index.ts');
    const files = this.findFiles();
    const directory = files.ok ? crashDirectory(files.value[0] ?? '', this.context.env) : files;
    const crashes = directory.ok ? readCrashReports(directory.value) : [];
    return checkCrashes(crashes, Date.now(), this.fix ? removeCrashReport : null);
  }

  async #checkSession(): Promise<Finding> {
    const connected = await this.connect();
    try {
      return await checkSession(connected, () => performance.now());
    } finally {
      if (connected.ok) connected.value.close();
    }
  }
}

function namesIn(project: ProjectSpec | null, has: (spec: ProcessSpec) => boolean): readonly string[] {
  return project === null ? [] : [...project.processes.values()].filter(has).map(({ name }) => name);
}

function wantsNotify({ ready, alive }: ProcessSpec): boolean {
  return [ready, alive].some((probe) => probe?.checks.some(({ kind }) => kind === 'notify') === true);
}

function renderFinding({ check, state, detail, advice }: Finding): string {
  const line = `${state.padEnd(7)}  ${check}: ${detail}`;
  return advice === null ? line : `${line}\n         → ${advice}`;
}
