import { describe, expect, it } from '@jest/globals';
import { globBase, globPattern, isGlob } from '../../src/util/path-glob.ts';

describe('a glob', () => {
  it.each([
    ['*.js', ['a.js', '.js'], ['a/b.js', 'a.jsx', 'ajs']],
    ['/src/**/*.ts', ['/src/a.ts', '/src/a/b/c.ts'], ['/src/a.js', '/other/a.ts']],
    ['/src/**', ['/src/a', '/src/a/b'], ['/src']],
    ['file-?.txt', ['file-1.txt'], ['file-.txt', 'file-12.txt', 'file-/.txt']],
    ['[ab]c', ['ac', 'bc'], ['cc', 'c']],
    ['[!a]c', ['bc'], ['ac', '/c']],
    ['*.{js,ts}', ['a.js', 'a.ts'], ['a.css']],
    ['a+(b)|c$', ['a+(b)|c$'], ['aab', 'c']],
    ['open[', ['open['], ['open']],
  ])('%s matches whole paths', (glob, yes, no) => {
    expect(yes.filter((path) => !globPattern(glob).test(path))).toEqual([]);
    expect(no.filter((path) => globPattern(glob).test(path))).toEqual([]);
  });

  it('is in a directory', () => {
    expect(['/src/**/*.ts', '/*.ts', '/src/a.ts', '/a/b{c,d}/e'].map(globBase)).toEqual([
      '/src',
      '/',
      '/src/a.ts',
      '/a',
    ]);
    expect(['/src/a.ts', '/src/*'].map(isGlob)).toEqual([false, true]);
  });
});
