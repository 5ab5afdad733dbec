import { closeSync, openSync } from 'node:fs';
import { readOrNull } from '../util/read-or-null.ts';

/**
 * What the system says when it lacks something, as opposed to when something is wrong with what was asked for: worth
 * another try later, whoever asked.
 */
const SCARCITY_CODES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'ENOBUFS']);

/** Most descriptors that are kept from children; of a low limit it is a quarter. */
const MOST_RESERVED = 32;

/** EMFILE and its like. */
export function isOutOfResources(code: unknown): code is string {
  return SCARCITY_CODES.has(code);
}

/** How many files this process may have open. Infinite where nobody can tell. */
export function openFilesLimit(limits = readOrNull('/proc/self/limits')): number {
  const soft = /^Max open files +(\S+)/m.exec(limits ?? '')?.[1] ?? 'unlimited';
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/**
 * From which number on descriptors are not for the pipes of children: the session needs the rest itself, to answer
 * clients, read the configuration, write logs and look at the table of processes.
 *
 * The system gives out the lowest number that is free: one this high says that all below are in use.
 */
export function firstReservedDescriptor(limit = openFilesLimit()): number {
  return limit - Math.min(MOST_RESERVED, Math.floor(limit / 4));
}

/** What taking a descriptor out of the reserve is answered with: the same as taking one beyond the limit. */
export function outOfDescriptors(): Error {
  return Object.assign(new Error('the descriptors that are left are reserved for the session'), { code: 'EMFILE' });
}

/** @throws the system's error, or the same, when there is no descriptor left below `firstReserved`. */
export function needDescriptor(firstReserved: number): void {
  const fd = openSync('/dev/null', 'r');
  closeSync(fd);
  if (fd >= firstReserved) throw outOfDescriptors();
}
