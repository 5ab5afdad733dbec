import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';

const FILES = {
  'pom.yaml': `
processes:
  db: { command: sleep 1000 }
  web.v2: { command: sleep 1000, depends_on: [db] }
`,
};

describe('pom graph', () => {
  it('answers from the files when nothing runs, in every format', async () => {
    await using project = await createProject(FILES);
    const text = await project.pom(['graph']);
    expect(text).toMatchObject({ exitCode: 0, stderr: '', stdout: 'web.v2\n└─ db (started)\n' });
    expect((await project.pom(['graph', '--format', 'mermaid'])).stdout).toContain('p1 -->|started| p0');
    expect((await project.pom(['graph', '--format', 'dot'])).stdout).toContain('"web.v2" -> "db" [label="started"]');
    const answer = {
      processes: [
        { name: 'db', status: null, depends_on: [] },
        {
          name: 'web.v2',
          status: null,
          depends_on: [{ process: 'db', condition: 'started', timeout_ms: null, required: true, restart: false }],
        },
      ],
    };
    expect(await project.json(['graph'])).toEqual(answer);
    expect(JSON.parse((await project.pom(['graph', '--format', 'json'])).stdout)).toEqual(answer);
  });

  it('shows statuses when a session runs', async () => {
    await using project = await createProject(FILES);
    await project.up();
    expect((await project.pom(['graph'])).stdout).toBe('web.v2  running\n└─ db (started)  running\n');
  });

  it('refuses a format that it does not know, and two that differ', async () => {
    await using project = await createProject(FILES);
    expect(await project.pom(['graph', '--format', 'png'])).toMatchObject({
      exitCode: 2,
      stderr: 'pom: --format takes text, mermaid, dot, json, not "png"\n',
    });
    expect(await project.pom(['graph', '--json', '--format', 'dot'])).toMatchObject({ exitCode: 2 });
  });
});
