import { describe, expect, it } from '@jest/globals';
import { closest } from '../../src/util/closest.ts';

describe('the closest name', () => {
  it.each([
    ['wbe', ['api', 'web'], 'web'],
    ['SIGTREM', ['SIGTRAP', 'SIGTERM'], 'SIGTERM'],
    ['restrat', ['restart', 'start'], 'restart'],
    ['databse', ['database', 'date'], 'database'],
    ['a', ['b'], 'b'],
    ['abc', ['xyz'], null],
    ['anything', [], null],
  ])('to %s among %j is %s', (word, candidates, expected) => {
    expect(closest(word, candidates)).toBe(expected);
  });
});
