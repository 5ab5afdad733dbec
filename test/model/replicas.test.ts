import { describe, expect, it } from '@jest/globals';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import { expandReplicas, isReplicaName, replicaSets, withReplicas } from '../../src/model/replicas.ts';
import { needs, projectOf, specOf } from '../supervisor/specs.ts';

/** `web` needs the replica set `api`, which needs `db`. */
function shop(replicas: number): ProjectSpec {
  const declared = new Map([
    ['db', { spec: specOf('db'), replicas: null }],
    ['api', { spec: specOf('api', needs('db:ready')), replicas }],
    ['web', { spec: specOf('web', needs('api:ready', 'db')), replicas: null }],
  ]);
  return { ...projectOf([]), declared, processes: expandReplicas(declared) };
}

describe('a replica set', () => {
  it('is as many processes, numbered from 1, in its place', () => {
    const { processes } = shop(2);
    expect([...processes.keys()]).toEqual(['db', 'api-1', 'api-2', 'web']);
    expect(processes.get('api-2')).toEqual({
      ...specOf('api', needs('db:ready')),
      name: 'api-2',
      replica: { set: 'api', number: 2 },
    });
  });

  it('is depended on as a whole', () => {
    expect(shop(2).processes.get('web')?.dependsOn).toEqual(needs('api-1:ready', 'api-2:ready', 'db').dependsOn);
    expect(shop(0).processes.get('web')?.dependsOn).toEqual(needs('db').dependsOn);
  });

  it('is a set whatever the number', () => {
    expect([0, 1, 2].map((replicas) => replicaSets(shop(replicas)))).toEqual([['api'], ['api'], ['api']]);
    expect(shop(1).processes.has('api-1')).toBe(true);
  });

  it('with another number is what it would be had that been written', () => {
    expect(withReplicas(shop(2), new Map([['api', 0]]))).toEqual(shop(0));
    expect(withReplicas(shop(0), new Map([['api', 3]]))).toEqual(shop(3));
  });

  it('is not made of a process that is one', () => {
    expect(withReplicas(shop(1), new Map([['db', 3]]))).toEqual(shop(1));
  });

  it.each([
    ['api-1', true],
    ['api-10', true],
    ['api-0', false],
    ['api-01', false],
    ['api-', false],
    ['api', false],
    ['api-x', false],
    ['apis-1', false],
  ])('could have a replica called %s: %s', (name, could) => {
    expect(isReplicaName(name, 'api')).toBe(could);
  });
});
