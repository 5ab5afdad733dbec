import { describe, expect, it } from '@jest/globals';
import { ReplicaWishes } from '../../src/app/replica-wishes.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import { expandReplicas } from '../../src/model/replicas.ts';
import { projectOf, specOf } from '../supervisor/specs.ts';

function worker(replicas: number | null): ProjectSpec {
  const declared = new Map([['worker', { spec: specOf('worker'), replicas }]]);
  return { ...projectOf([]), declared, processes: expandReplicas(declared) };
}

describe('a number of replicas that was asked for', () => {
  it('counts over what is written', () => {
    const wishes = new ReplicaWishes();
    wishes.add('worker', 5, 2);
    expect(wishes.applyTo(worker(2))).toEqual(worker(5));
  });

  it('does not count once another number is written, nor when the old one comes back', () => {
    const wishes = new ReplicaWishes();
    wishes.add('worker', 5, 2);
    expect(wishes.applyTo(worker(3))).toEqual(worker(3));
    wishes.forgetEdited(worker(3));
    expect(wishes.applyTo(worker(2))).toEqual(worker(2));
  });

  it('outlives reloads that leave the number alone', () => {
    const wishes = new ReplicaWishes();
    wishes.add('worker', 5, 2);
    wishes.forgetEdited(worker(2));
    expect(wishes.applyTo(worker(2))).toEqual(worker(5));
  });

  it('is forgotten with the key', () => {
    const wishes = new ReplicaWishes();
    wishes.add('worker', 5, 2);
    expect(wishes.applyTo(worker(null))).toEqual(worker(null));
  });
});
