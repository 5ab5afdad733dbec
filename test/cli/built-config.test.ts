/** The build puts a compiled schema in the place of ajv: it must say what ajv says. */
import { expect, it } from '@jest/globals';
import { type ConfigRoom, goldenNames, goldenSections, outputOf } from '../config/golden-text.ts';

const BUILT = '../../dist/config.js';

it.each(goldenNames)('the built pom says what is in golden/%s', async (name) => {
  const room: ConfigRoom = await import(BUILT);
  const sections = goldenSections(name);
  expect(outputOf(sections, room)).toBe(sections.get('output'));
});
