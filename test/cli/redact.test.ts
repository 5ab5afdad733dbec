/** `logs.redact`, from outside. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';

const config = (own: string) => `
reload: manual
logs: { redact: ['password=(\\S+)'] }
processes:
  api: { command: ${obey('api')}, logs: { redact: ['${own}'] } }
`;

describe('logs.redact', () => {
  it('keeps what it matches out of every answer, and follows a reload without a restart', async () => {
    await using project = await createProject({ 'pom.yaml': config('tok_[a-z]+') });
    await project.up();
    const api = await project.spawned('api');
    await api.print('user=bob password=hunter2\nkey tok_abc\n');
    await api.print('password=swordfish\n', 'stderr');
    await project.logged('api', /^password=\[redacted\]$/);
    await project.write({ 'pom.yaml': config('code \\d+') });
    expect((await project.pom(['reload'])).stdout).toContain('logs.redact');
    await api.print('code 42 tok_abc\n');
    await project.logged('api', /\[redacted\] tok_abc/);
    const { stdout } = await project.pom(['logs', 'api', '--raw', '--stdout', '--lines', 'all']);
    expect(stdout).toBe('user=bob password=[redacted]\nkey [redacted]\n[redacted] tok_abc\n');
    const found = await project.pom(['logs', '--json', '--search', 'hunter2']);
    expect(JSON.parse(found.stdout).lines).toEqual([]);
  });
});
