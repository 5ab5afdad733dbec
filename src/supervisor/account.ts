import { readFileSync } from 'node:fs';

/** Who a process runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Its name; the number as text when it has none. */
  readonly name: string;
  /** Its home directory. */
  readonly home: string;
  /** False when the system does not know it: then it is in no further group. */
  readonly known: boolean;
}

/**
 * The account that `user` of pom.yaml names: `name`, `uid`, `name:group`, `uid:gid`. A number that the system does not
 * know needs a group. Looked up in `/etc/passwd` and `/etc/group`.
 *
 * @returns null when there is no such account or group.
 */
export function findAccount(user: string): Account | null {
  const [who = '', group] = user.split(':');
  const gid = group === undefined ? null : numberOf(group, '/etc/group');
  if (group !== undefined && gid === null) return null;
  const entry = entriesOf('/etc/passwd').find(([name, , uid]) => name === who || uid === who);
  if (entry !== undefined) {
    const [name = who, , uid, ownGid, , home] = entry;
    return { uid: Number(uid), gid: gid ?? Number(ownGid), name, home: home || '/', known: true };
  }
  if (gid === null || !/^\d+$/.test(who)) return null;
  return { uid: Number(who), gid, name: who, home: '/', known: false };
}

function numberOf(group: string, file: string): number | null {
  if (/^\d+$/.test(group)) return Number(group);
  const gid = entriesOf(file).find(([name]) => name === group)?.[2];
  return gid === undefined ? null : Number(gid);
}

function entriesOf(file: string): readonly (readonly string[])[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
