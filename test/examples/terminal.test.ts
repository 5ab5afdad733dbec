import { expect, it } from '@jest/globals';
import { type PsAnswer, processIn } from '../cli/answers.ts';
import { describeWithTerminals } from '../supervisor/terminal/needs-terminals.ts';
import { copyOfExample } from './example.ts';

describeWithTerminals('examples/terminal', () => {
  it('types at a REPL and sends to a pipe', async () => {
    await using project = await copyOfExample('terminal');
    expect(await project.pom(['check'])).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await project.pom(['up', '-d', '--wait'])).exitCode).toBe(0);
    await project.logged('repl', /'the answer is 42'/);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'teacher').status).toBe('completed');

    await project.pom(['send', 'adder', '5']);
    await project.pom(['send', 'adder', '37']);
    await project.logged('adder', /the sum is 42/);
  });
});
