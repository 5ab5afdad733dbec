/**
 * A million lines of 100 bytes through a real background session with its default settings, from the start of the child
 * until its last line is stored, in turns with a bare Node process that drains the same kind of pipe.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { LogsAnswer, PsAnswer, StatusAnswer } from '../cli/answers.ts';
import { createProject, type Project } from '../rig/project.ts';
import { cpuTime, mebibytes, median, parseMicroseconds, percent, residentBytes, seconds } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { LARGE_WRITES, LINE_BYTES, LINE_WRITES, LINES, type Writer } from './lib/writers.ts';

const ROUNDS = 5;

for (const writer of [LARGE_WRITES, LINE_WRITES]) await compare(writer);

async function compare(writer: Writer): Promise<void> {
  // In a list a dollar is interpolated, unless it is written twice.
  const command = writer.argv.map((word) => word.replaceAll('$', '$$$$'));
  await using project = await createProject({
    'pom.yaml': JSON.stringify({ processes: { flood: { command, autostart: false } } }),
  });
  await project.up();
  const pid = (await project.json<PsAnswer>(['ps'])).session?.pid ?? 0;
  const bare: number[] = [];
  const pom: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(drain(project, writer));
    const cpuBefore = cpuTime(pid);
    pom.push(await ingest(project));
    cpu.push(cpuTime(pid) - cpuBefore);
  }
  report({
    what: `ingest of ${LINES.toLocaleString('en')} lines, ${writer.title}`,
    value: seconds(median(pom)),
    reference: `${seconds(median(bare))} bare Node drain`,
    ratio: percent(median(bare) / median(pom)),
    goal: writer === LINE_WRITES ? '>= 60 % and <= 1.50 s' : '>= 60 %',
  });
  report({ what: `  CPU of the session for it`, value: seconds(median(cpu)) });
  report({ what: `  memory of the session after ${ROUNDS} of them`, value: mebibytes(residentBytes(pid)) });
}

/** @returns ms from the start of the child until its last line was stored. */
async function ingest(project: Project): Promise<number> {
  const { lines: linesBefore } = await project.json<LogsAnswer>(['logs', 'flood', '--lines', '1']);
  const started = await project.pom(['start', 'flood', '--no-wait']);
  if (started.exitCode !== 0) throw new Error(started.stderr);
  await project.pom(['wait', 'flood', '--for', 'stopped']);
  const { runs } = await project.json<StatusAnswer>(['status', 'flood']);
  const { lines } = await project.json<LogsAnswer>(['logs', 'flood', '--lines', '1']);
  const [last] = lines;
  if (last === undefined || last.id - (linesBefore[0]?.id ?? 0) !== LINES) {
    throw new Error(`${LINES} lines were written, but their ids are ${linesBefore[0]?.id} to ${last?.id}`);
  }
  return parseMicroseconds(last.timestamp) - parseMicroseconds(runs.at(-1)?.started_at ?? '');
}

function drain(project: Project, writer: Writer): number {
  const program = path.join(import.meta.dirname, 'bare-drain.js');
  const printed = execFileSync(process.execPath, [program, ...writer.argv], { env: project.env, encoding: 'utf8' });
  const { ms, bytes } = JSON.parse(printed);
  if (bytes !== LINES * LINE_BYTES) throw new Error(`the bare drain read ${bytes} bytes`);
  return ms;
}
