import * as fc from 'fast-check';

/** Text of everything that logs hold: letters, wide characters, emoji of several code points, combining marks. */
export const mixedText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'Z', ' ', 'é', 'e\u0301', '日', '本', '👩‍👩‍👧', '🇩🇪', '│', '→', 'ß', '한', '✓'))
  .map((parts) => parts.join(''));
