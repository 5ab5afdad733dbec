import { describe, expect, it } from '@jest/globals';
import { renderResources, sortResources } from '../../../src/cli/render/resources.ts';
import type { ResourceUse } from '../../../src/model/resource-use.ts';

const USES: readonly ResourceUse[] = [
  { name: 'web', status: 'running', pid: 41202, cpu: 0.125, memory: 48 * 1024 * 1024, osProcesses: 2 },
  { name: 'old', status: 'stopped', pid: null, cpu: null, memory: null, osProcesses: null },
  { name: 'api', status: 'running', pid: 7, cpu: 2.5, memory: 1024, osProcesses: 10 },
  { name: 'db', status: 'running', pid: 8, cpu: 0, memory: 1024, osProcesses: 1 },
];

const namesBy = (order: 'cpu' | 'memory' | 'name') => sortResources(USES, order).map(({ name }) => name);

describe('the table of pom top', () => {
  it('is sorted with the greatest first, or by name', () => {
    expect(namesBy('cpu')).toEqual(['api', 'web', 'db', 'old']);
    expect(namesBy('memory')).toEqual(['web', 'api', 'db', 'old']);
    expect(namesBy('name')).toEqual(['api', 'db', 'old', 'web']);
  });

  it('lines up what is known, and adds it up', () => {
    expect(`\n${renderResources(USES)}\n`).toBe(`
  PID  NAME      STATUS   PROCS     CPU      MEM
41202  web       running      2   12.5%  48.0MiB
    -  old       stopped      -       -        -
    7  api       running     10  250.0%   1.0KiB
    8  db        running      1    0.0%   1.0KiB
       together              13  262.5%  48.0MiB
`);
  });

  it('does not add up what stands for itself', () => {
    expect(renderResources(USES.slice(0, 2))).not.toContain('together');
  });
});
