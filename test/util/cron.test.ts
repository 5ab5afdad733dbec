import { describe, expect, it } from '@jest/globals';
import { cronMistake, isTimezone, nextCronTime } from '../../src/util/cron.ts';

/** The next so many times, in UTC, as croner's caller would walk through them. */
function timesOf(pattern: string, timezone: string, from: string, count: number): readonly string[] {
  const times: string[] = [];
  let after = Date.parse(from);
  while (times.length < count) {
    after = nextCronTime(pattern, timezone, after) ?? Number.NaN;
    times.push(new Date(after).toISOString().slice(0, 16));
  }
  return times;
}

describe('the next time of a cron pattern', () => {
  it('is in the time zone asked for', () => {
    expect(timesOf('0 9 * * mon-fri', 'America/New_York', '2024-01-05T12:00:00Z', 2)).toEqual([
      '2024-01-05T14:00',
      '2024-01-08T14:00',
    ]);
  });

  it('is never the moment itself', () => {
    expect(timesOf('0 9 * * *', 'UTC', '2024-01-05T09:00:00Z', 1)).toEqual(['2024-01-06T09:00']);
  });

  it('that the clock jumps over in spring is when it has jumped', () => {
    expect(timesOf('30 2 * * *', 'Europe/Berlin', '2024-03-30T12:00:00Z', 2)).toEqual([
      '2024-03-31T01:00',
      '2024-04-01T00:30',
    ]);
  });

  it('that comes twice in autumn is the first of the two', () => {
    expect(timesOf('30 2 * * *', 'Europe/Berlin', '2024-10-26T12:00:00Z', 2)).toEqual([
      '2024-10-27T00:30',
      '2024-10-28T01:30',
    ]);
  });

  it('goes on by the minute through both changes', () => {
    expect(timesOf('*/30 * * * *', 'Europe/Berlin', '2024-03-31T00:00:00Z', 4)).toEqual([
      '2024-03-31T00:30',
      '2024-03-31T01:00',
      '2024-03-31T01:30',
      '2024-03-31T02:00',
    ]);
    expect(timesOf('*/30 * * * *', 'Europe/Berlin', '2024-10-27T00:00:00Z', 4)).toEqual([
      '2024-10-27T00:30',
      '2024-10-27T01:00',
      '2024-10-27T01:30',
      '2024-10-27T02:00',
    ]);
  });

  it('may be a second', () => {
    expect(nextCronTime('*/5 * * * * *', 'UTC', 1_000)).toBe(5_000);
  });
});

describe('a cron pattern', () => {
  it('has five fields, or six, or a name', () => {
    for (const pattern of ['*/15 * * * *', '0 0 3 * * mon-fri', '@daily', '0 0 29 2 *', '0 0 L * *']) {
      expect(cronMistake(pattern)).toBeNull();
    }
  });

  it('is nothing else', () => {
    expect(cronMistake('* * * * * * 2020')).toMatch(/7 fields/);
    expect(cronMistake('2024-01-01T00:00:00')).toMatch(/one field/);
    expect(cronMistake('* * 1,,2 * *')).toBe('a value is missing beside a comma');
    expect(cronMistake('0 0 * * 8')).toBe('8 is no day of the week');
    expect(cronMistake('0 0 31 2 *')).toBe('there is no such day');
  });
});

describe('a time zone', () => {
  it('is an IANA name', () => {
    expect(['UTC', 'Europe/Berlin', 'Mars/Phobos', '+02:00', ''].map(isTimezone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
