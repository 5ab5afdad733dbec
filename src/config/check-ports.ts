import { type PortSpec, portVariable } from '../model/ports.ts';
import { isReplicaSet } from './check-replicas.ts';
import type { Diagnostics } from './diagnostic.ts';
import type { ExpandedProcess } from './expand.ts';
import { type ConfigNode, entriesOf, get, itemsOf, type ScalarNode } from './node.ts';
import { parsePort } from './port.ts';
import type { Span } from './source-file.ts';
import { textsOf } from './value.ts';

/** A port with a number, where it is written. */
interface FixedPort {
  readonly process: ExpandedProcess;
  readonly port: Extract<PortSpec, { readonly kind: 'fixed' }>;
  readonly at: Span;
}

/** Nobody can listen where somebody else of the project does, nor be told of two ports in one variable. */
export function checkPorts(processes: ReadonlyMap<string, ExpandedProcess>, diagnostics: Diagnostics): void {
  const withPorts = [...processes.values()].filter((process) => itemsOf(portsOf(process)).length > 0);
  const seen: FixedPort[] = [];
  for (const process of withPorts) {
    checkOwnVariable(process, diagnostics);
    for (const fixed of fixedPortsOf(process)) {
      const { port, at } = fixed;
      if (isReplicaSet(process)) {
        const message = `the replicas of "${process.name}" cannot all listen on ${port.port}; write "auto", and each gets its own in PORT`;
        diagnostics.error(at, message);
        continue;
      }
      const other = seen.find((before) => overlaps(before, fixed));
      if (other !== undefined) {
        const related = [{ message: 'it is taken here first', at: other.at }];
        const who = other.process === process ? 'twice' : `as does "${other.process.name}"`;
        diagnostics.error(at, `process "${process.name}" listens on ${port.port} ${who}`, related);
      }
      seen.push(fixed);
    }
  }
  checkVariables(withPorts, diagnostics);
}

function portsOf({ entry }: ExpandedProcess): ConfigNode | null {
  return get(entry.node, 'ports');
}

function fixedPortsOf(process: ExpandedProcess): readonly FixedPort[] {
  const items = itemsOf(portsOf(process)).filter((item): item is ScalarNode => item.kind === 'scalar');
  return items.flatMap((item) => {
    const port = parsePort(item.text);
    return port?.kind === 'fixed' ? [{ process, port, at: item.at }] : [];
  });
}

function overlaps(a: FixedPort, b: FixedPort): boolean {
  if (a.port.port !== b.port.port) return false;
  const isSameAddress = a.port.host === null || b.port.host === null || a.port.host === b.port.host;
  return isSameAddress && (a.process === b.process || !areAlternatives(a.process, b.process));
}

/** Variants that are meant for different profiles: that both are on at once is found out when they start. */
function areAlternatives(a: ExpandedProcess, b: ExpandedProcess): boolean {
  const [ofA, ofB] = [a, b].map(({ entry }) => textsOf(get(entry.node, 'profiles')));
  if (ofA === undefined || ofB === undefined || ofA.length === 0 || ofB.length === 0) return false;
  return !ofA.some((profile) => ofB.includes(profile));
}

/** `PORT` comes from `ports`: another value for it would be lost. */
function checkOwnVariable({ name, entry }: ExpandedProcess, diagnostics: Diagnostics): void {
  const own = entriesOf(get(entry.node, 'env')).get('PORT');
  if (own === undefined) return;
  diagnostics.error(own.keyAt, `"PORT" of process "${name}" is set by its "ports"; leave it out here`);
}

function checkVariables(withPorts: readonly ExpandedProcess[], diagnostics: Diagnostics): void {
  for (const [index, process] of withPorts.entries()) {
    const other = withPorts.slice(0, index).find((before) => sharesVariable(before, process));
    if (other === undefined) continue;
    const related = [{ message: `"${other.name}" is described here`, at: other.entry.keyAt }];
    const message = `the port of process "${process.name}" is called ${portVariable(process.name)}, as is one of "${other.name}"; rename one of them`;
    diagnostics.error(process.entry.keyAt, message, related);
  }
}

function sharesVariable(a: ExpandedProcess, b: ExpandedProcess): boolean {
  const [ofA, ofB] = [portVariable(a.name), portVariable(b.name)];
  return ofA === ofB || isNumbered(ofB, ofA, a) || isNumbered(ofA, ofB, b);
}

/** Whether a variable is one of the numbered ones of a process that has several ports, or several replicas. */
function isNumbered(variable: string, base: string, process: ExpandedProcess): boolean {
  if (!isReplicaSet(process) && itemsOf(portsOf(process)).length < 2) return false;
  return variable.startsWith(`${base}_`) && /^\d+$/.test(variable.slice(base.length + 1));
}
