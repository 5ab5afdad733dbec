/** What Prometheus itself makes of the metrics: the linter that comes with it (Debian: prometheus). */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';

/** A process that is ready, one that ran before, one that has crashed. */
const CONFIG = `
processes:
  api: {command: "echo up; exec sleep 1000", ready: {exec: "true"}}
  setup: {command: "echo done"}
  broken: {command: "exit 3", restart: never}
`;

const PROMTOOL = spawnSync('promtool', ['--version']).error === undefined;
const withPromtool = PROMTOOL ? it : it.skip;

describe('the metrics', () => {
  withPromtool(`are without fault to promtool${PROMTOOL ? '' : ' (skipped: there is no promtool here)'}`, async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.pom(['up', '-d', '--http=127.0.0.1:0']);
    await project.pom(['wait', 'api']);
    await project.pom(['restart', 'api']);
    const { api, token } = await project.json<{ api: string; token: string }>(['open']);
    const response = await fetch(`${api}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    const input = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(input).toContain('pom_process_restarts_total{process="api"} ');
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
