/** What must not grow in a session, measured from outside when it is calm. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

export interface Health {
  readonly descriptors: number;
  readonly residentMiB: number;
}

/** Between calm moments of one session: segments and probes come and go, and a new heap grows before it is collected. */
const SPARE_DESCRIPTORS = 8;
const SPARE_MIB = 96;

/** The least of a few looks: what is open for a moment only is no leak. */
export async function healthOf(pid: number): Promise<Health> {
  let least: Health = { descriptors: Number.POSITIVE_INFINITY, residentMiB: Number.POSITIVE_INFINITY };
  for (let look = 0; look < 5; look++) {
    const [, kibibytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    least = {
      descriptors: Math.min(least.descriptors, readdirSync(`/proc/${pid}/fd`).length),
      residentMiB: Math.min(least.residentMiB, Number(kibibytes) / 1024),
    };
    await setTimeout(100);
  }
  return least;
}

/** What has grown since the first calm moment of the session. */
export function growth(first: Health, now: Health): readonly string[] {
  const mistakes: string[] = [];
  if (now.descriptors > first.descriptors + SPARE_DESCRIPTORS) {
    mistakes.push(`${now.descriptors} open descriptors, ${first.descriptors} when the session was new`);
  }
  if (now.residentMiB > first.residentMiB + SPARE_MIB) {
    const [then, today] = [first.residentMiB, now.residentMiB].map((size) => size.toFixed(0));
    mistakes.push(`${today} MiB of memory, ${then} MiB when the session was new`);
  }
  return mistakes;
}
