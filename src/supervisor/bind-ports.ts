import { bindLate } from '../model/ports.ts';
import type { ProbeCheck, ProbeSpec } from '../model/probe-spec.ts';
import type { Command } from '../model/process-spec.ts';

type Environment = ReadonlyMap<string, string>;

/** A command with the ports of a run in it. What a shell runs is left to the shell. @param environment of the run. */
export function bindCommand(command: Command, environment: Environment): Command {
  if (command.kind === 'shell') return command;
  return { kind: 'argv', argv: command.argv.map((word) => bind(word, environment)) };
}

/** A probe with the ports of a run in its addresses. @param environment of the run. */
export function bindProbe(probe: ProbeSpec, environment: Environment): ProbeSpec {
  return { ...probe, checks: probe.checks.map((check) => bindCheck(check, environment)) };
}

function bindCheck(check: ProbeCheck, environment: Environment): ProbeCheck {
  switch (check.kind) {
    case 'http':
      return { ...check, url: bind(check.url, environment) };
    case 'tcp':
      return { ...check, port: bind(String(check.port), environment) };
    case 'exec':
      return { ...check, command: bindCommand(check.command, environment) };
    default:
      return check;
  }
}

function bind(text: string, environment: Environment): string {
  return bindLate(text, (name) => environment.get(name));
}
