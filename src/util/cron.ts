import { Cron } from 'croner';

/** What is wrong with a cron pattern, in a few words; null when nothing is. */
export function cronMistake(pattern: string): string | null {
  const fields = pattern.trim().split(/\s+/);
  if (!pattern.trim().startsWith('@') && fields.length !== 5 && fields.length !== 6) {
    return `it has ${fields.length === 1 ? 'one field' : `${fields.length} fields`} and not five, or six with seconds first`;
  }
  try {
    return nextOf(pattern, 'UTC', 0) === null ? 'there is no such day' : null;
  } catch (error) {
    return reworded(error instanceof Error ? error.message : String(error));
  }
}

/** Whether `timezone` is the IANA name of a time zone that this system knows. */
export function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    // Offsets such as +02:00 are zones to some versions of Node and not to others.
    return /^[A-Za-z]/.test(timezone);
  } catch {
    return false;
  }
}

/**
 * The first time after `after` that a pattern without mistakes names.
 *
 * A time that the clock jumps over in spring is when the clock has jumped; one that comes twice in autumn is the first,
 * but what recurs by the hour or the minute goes on doing so.
 *
 * @param timezone IANA name; null: that of the system.
 * @param after and the answer: ms since the epoch. Null: never again.
 */
export function nextCronTime(pattern: string, timezone: string | null, after: number): number | null {
  return nextOf(pattern, timezone, after)?.getTime() ?? null;
}

function nextOf(pattern: string, timezone: string | null, after: number): Date | null {
  const cron = new Cron(pattern, { paused: true, ...(timezone === null ? {} : { timezone }) });
  return cron.nextRun(new Date(after));
}

/** croner's own sentences begin with the names of its classes and speak of entries by number. */
function reworded(message: string): string {
  const value = /Invalid value for (\w+): (.*)$/.exec(message);
  if (value !== null) return `${value[2]} is no ${FIELD_NAMES.get(value[1] ?? '') ?? value[1]}`;
  const entry = /configuration entry (\w+) \((.*)\)/.exec(message);
  if (entry !== null) return entry[2] === '' ? 'a value is missing beside a comma' : `"${entry[2]}" is not understood`;
  if (message.includes('@reboot')) return '@reboot is not a time';
  if (/invalid configuration format/.test(message)) return 'no such name';
  const plain = message.replace(/^Cron\w+: /, '').replace(/^Syntax error, /, '');
  return plain.charAt(0).toLowerCase() + plain.slice(1).replace(/\.$/, '');
}

const FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ['dayOfWeek', 'day of the week'],
  ['day', 'day of the month'],
]);
