import { expect, it } from '@jest/globals';
import { Random } from './random.ts';

it('random numbers are the same for the same seed, and others for another', () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.between(1, 1000));
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('a weight is how often something is picked, and no weight is never', () => {
  const random = new Random(1);
  const picked = Array.from({ length: 1000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
  const often = picked.filter((name) => name === 'often').length;
  expect(often).toBeGreaterThan(850);
  expect(often).toBeLessThan(950);
  expect(picked).not.toContain('never');
});
