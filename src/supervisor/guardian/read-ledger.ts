import { readFileSync } from 'node:fs';
import { bootId } from './boot-id.ts';
import type { ChildRecord, LedgerLine, ProcessIdentity } from './child-record.ts';

/** What a session wrote of its children. */
export interface LedgerContent {
  /** What its marks begin with. */
  readonly session: string;
  /** The last one there was. */
  readonly guardian: ProcessIdentity | null;
  readonly children: readonly ChildRecord[];
}

/** Null when there is none: no session ran here since the machine was started, or the last one has left nobody behind. */
export function readLedger(file: string): LedgerContent | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  let session: string | null = null;
  let guardian: ProcessIdentity | null = null;
  const children = new Map<string, ChildRecord>();
  for (const line of text.split('\n').map(parseLine)) {
    if (line?.type === 'session') {
      if (line.bootId !== bootId()) return null;
      session = line.session;
    }
    if (line?.type === 'guardian') guardian = line.guardian;
    if (line?.type === 'child') children.set(line.child.token, line.child);
    if (line?.type === 'over') children.delete(line.token);
  }
  return session === null ? null : { session, guardian, children: [...children.values()] };
}

/** Null: it is torn, or nobody's. The directory is the user's own, so that what can be read was written by pom. */
function parseLine(line: string): LedgerLine | null {
  try {
    return JSON.parse(line) as LedgerLine;
  } catch {
    return null;
  }
}
