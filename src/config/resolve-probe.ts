import path from 'node:path';
import type { ProbeCheck, ProbePurpose, ProbeSpec } from '../model/probe-spec.ts';
import { parseAddress } from './address.ts';
import { type ConfigNode, entriesOf, get, itemsOf, stringOf } from './node.ts';
import { booleanOf, commandOf, durationOf, numberOf, numbersOf } from './value.ts';

/** Where and by which shell the commands of a process run. */
export interface ProbeSurroundings {
  /** Absolute. */
  readonly cwd: string;
  readonly shell: readonly string[];
}

const DEFAULT_PERIOD_MS: Readonly<Record<ProbePurpose, number>> = { ready: 1_000, alive: 10_000 };

/** A probe that has been validated and checked; null when there is none. */
export function resolveProbe(
  node: ConfigNode | null,
  purpose: ProbePurpose,
  surroundings: ProbeSurroundings,
): ProbeSpec | null {
  if (node === null) return null;
  return {
    checks: checksOf(node, surroundings),
    initialDelayMs: durationOf(get(node, 'initial_delay')) ?? 0,
    periodMs: durationOf(get(node, 'period')) ?? DEFAULT_PERIOD_MS[purpose],
    timeoutMs: durationOf(get(node, 'timeout')) ?? 1_000,
    successes: numberOf(get(node, 'successes')) ?? 1,
    failures: numberOf(get(node, 'failures')) ?? 3,
    deadlineMs: durationOf(get(node, 'deadline')),
  };
}

function checksOf(node: ConfigNode, { cwd, shell }: ProbeSurroundings): readonly ProbeCheck[] {
  const http = httpOf(get(node, 'http'));
  const tcp = get(node, 'tcp');
  const address = tcp?.kind === 'scalar' ? parseAddress(tcp.text) : null;
  const command = commandOf(get(node, 'exec'), shell);
  const pattern = stringOf(get(node, 'log'));
  const file = stringOf(get(node, 'file'));
  return [
    ...(http === null ? [] : [http]),
    ...(address === null ? [] : [{ kind: 'tcp', ...address } as const]),
    ...(command === null ? [] : [{ kind: 'exec', command } as const]),
    ...(pattern === null ? [] : [{ kind: 'log', pattern } as const]),
    ...(file === null ? [] : [{ kind: 'file', path: path.resolve(cwd, file) } as const]),
    ...(booleanOf(get(node, 'notify')) === true ? [{ kind: 'notify' } as const] : []),
  ];
}

function httpOf(node: ConfigNode | null): ProbeCheck | null {
  const url = stringOf(node) ?? stringOf(get(node, 'url'));
  if (url === null) return null;
  const status = get(node, 'status');
  const single = numberOf(status);
  const headers = [...entriesOf(get(node, 'headers'))].flatMap(([name, { node: value }]) =>
    value.kind === 'scalar' ? [[name, value.text] as const] : [],
  );
  return {
    kind: 'http',
    url,
    method: stringOf(get(node, 'method')) ?? 'GET',
    status: single !== null ? [single] : itemsOf(status).length > 0 ? numbersOf(status) : null,
    headers: new Map(headers),
    body: stringOf(get(node, 'body')),
  };
}
