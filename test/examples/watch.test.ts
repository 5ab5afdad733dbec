import { describe, expect, it } from '@jest/globals';
import { type PsAnswer, processIn } from '../cli/answers.ts';
import { copyOfExample } from './example.ts';

describe('examples/watch', () => {
  it('does for each change what its README says', async () => {
    await using project = await copyOfExample('watch');
    expect(await project.pom(['check'])).toMatchObject({ exitCode: 0, stderr: '' });
    await project.up();
    await project.logged('page', /the API says hello/);
    await project.logged('painter', /painting in white/);

    await project.write({ 'src/greeting.js': "export const greeting = 'good day';\n" });
    await project.logged('api', /listening, to say good day/);
    await project.logged('page', /the API says good day/);

    await project.write({ 'conf/colours.json': '{ "wall": "green" }\n' });
    await project.logged('painter', /painting in green/);

    const answer = await project.json<PsAnswer>(['ps']);
    expect(['api', 'page', 'painter', 'counter'].map((name) => processIn(answer, name).run)).toEqual([2, 2, 1, 1]);
    expect((await project.pom(['status', 'api'])).stdout).toContain('src/greeting.js was changed');
  });
});
