import { readFileSync } from 'node:fs';

/** Names this start of the machine: pids and start times of another say nothing. Empty where it is not known. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
