import { describe, expect, it } from '@jest/globals';
import { renderWhy } from '../../../src/cli/render/why.ts';
import type { WhyAnswer, WhyLink } from '../../../src/model/why.ts';

const NOW = 100_000;

function link(process: string, message: string, facts: Partial<WhyLink> = {}): WhyLink {
  return {
    ...{ process, code: 'exited', status: 'crashed', message },
    ...{ run: null, exit: null, failure: null, at: null, retryAt: null, probe: null },
    ...facts,
  };
}

const LINE = 'FATAL:  data directory "/var/lib/postgresql/15/main" has group or world access, which it must not have';

const ANSWER: WhyAnswer = {
  name: 'api',
  status: 'skipped',
  chain: [
    link('api', 'needs db'),
    link('db', 'was not ready in time: http: the server answered with something that nobody expected of it', {
      run: 3,
      at: NOW - 83_000,
    }),
  ],
  lines: [{ stream: 'stderr', at: NOW, line: LINE }],
  next: ['pom logs db --run 3'],
  configError: null,
};

describe('what pom why prints', () => {
  it('fits 80 columns on a terminal, and goes on below the text', () => {
    expect(renderWhy(ANSWER, NOW, 80)).toBe(
      [
        'api needs db',
        '└ db was not ready in time: http: the server answered with something that nobody',
        '    expected of it (run 3, 1m23s ago)',
        '',
        'It said:',
        '  FATAL:  data directory "/var/lib/postgresql/15/main" has group or world',
        '    access, which it must not have',
        '',
        'Try:',
        '  pom logs db --run 3',
      ].join('\n'),
    );
  });

  it('keeps each text on a line of its own when it goes elsewhere', () => {
    expect(renderWhy(ANSWER, NOW, null).split('\n')).toContain(`  ${LINE}`);
  });

  it('says of a run that lasts for how long it does', () => {
    const chain = [link('db', 'runs', { code: 'running', run: 1, at: NOW - 2_000 })];
    expect(renderWhy({ ...ANSWER, chain, lines: [], next: [] }, NOW, 80)).toBe('db runs (run 1, for 2s)');
  });

  it('does not indent the reasons of a long chain out of the terminal', () => {
    const chain = Array.from({ length: 40 }, (_, n) => link(`p${n}`, `needs p${n + 1}, and says so at some length`));
    const rows = renderWhy({ ...ANSWER, chain, lines: [], next: [] }, NOW, 60).split('\n');
    expect(rows).toHaveLength(40 + rows.filter((row) => row.trim() === 'length').length);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(60);
  });
});
