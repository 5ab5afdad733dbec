import { describe, expect, it } from '@jest/globals';
import type { ReloadSummary } from '../../src/model/reload-plan.ts';
import { type WhyAnswer, whyLink } from '../../src/model/why.ts';
import { explainUnloaded, type OtherConfiguration, withConfiguration } from '../../src/model/why-config.ts';

const ANSWER: WhyAnswer = {
  ...{ name: 'api', status: 'crashed', lines: [], next: ['pom logs api --run 1'], configError: null },
  chain: [whyLink('api', 'exited', 'crashed', 'exited with code 1')],
};

const at = { file: 'pom.yaml', line: 7, column: 5, length: 7, sourceLine: '    restrat: always' };
const mistake = (message: string) => ({ severity: 'error', message, at, related: [] }) as const;

function refused(names: readonly string[] | null, ...messages: readonly string[]): OtherConfiguration {
  return { is: 'refused', names, diagnostics: messages.map(mistake) };
}

function newer(plan: Partial<ReloadSummary>): OtherConfiguration {
  return { is: 'newer', plan: { ...{ added: [], removed: [], restarted: [], updated: [], unchanged: [] }, ...plan } };
}

const messageOf = (other: OtherConfiguration | null) => withConfiguration(ANSWER, other).chain[1]?.message ?? null;

describe('the configuration on disk as a reason', () => {
  it('comes last, and what to do about it as well', () => {
    const { chain, next } = withConfiguration(ANSWER, refused(null, 'unknown key "restrat"'));
    expect(chain.map(({ code }) => code)).toEqual(['exited', 'config-refused']);
    expect(next).toEqual(['pom logs api --run 1', 'pom check']);
  });

  it('is told by its first mistake and the number of the others', () => {
    expect(messageOf(refused(null, 'unknown key "restrat"', 'b', 'c'))).toBe(
      'is as an older configuration has it; the one on disk cannot be loaded: pom.yaml:7:5 unknown key "restrat" (and 2 more)',
    );
  });

  it('matters to a process that a reload would change or remove, and to no other', () => {
    const changed = [{ name: 'api', keys: ['command', 'env.PORT'] }];
    expect(messageOf(newer({ restarted: changed }))).toMatch(/; the one on disk has another command, env.PORT$/);
    expect(messageOf(newer({ updated: changed }))).toMatch(/ has another command, env.PORT$/);
    expect(messageOf(newer({ removed: ['api'] }))).toMatch(/ no longer has it$/);
    expect(messageOf(newer({ restarted: [{ name: 'db', keys: ['command'] }] }))).toBeNull();
    expect(messageOf(null)).toBeNull();
  });

  it('explains a process that only it has, and none that it does not have', () => {
    expect(explainUnloaded('new', newer({ added: ['new'] }))?.next[0]).toMatch(/^pom reload/);
    expect(explainUnloaded('new', refused(['api', 'new'], 'x'))?.next).toEqual(['pom check']);
    expect(explainUnloaded('new', refused(['api'], 'x'))).toBeNull();
    expect(explainUnloaded('new', newer({ restarted: [{ name: 'api', keys: ['cwd'] }] }))).toBeNull();
  });

  it('may have any process while it cannot even be read', () => {
    expect(explainUnloaded('new', refused(null, 'x'))?.chain.map(({ code }) => code)).toEqual([
      'not-loaded',
      'config-refused',
    ]);
  });
});
