import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { loadText, messagesOf } from './project-folder.ts';

const MEGABYTE = 1 << 20;

function laughs(): string {
  const names = 'abcdefghi'.split('');
  const lines = names.map((name, index) => {
    const inner = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `x-${name}: &${name} [${Array(9).fill(inner).join(', ')}]`;
  });
  return `${lines.join('\n')}\nprocesses: {a: {command: *i}}`;
}

/** Each text is nested hardly at all; the values are, without end. */
function stairs(): string {
  const steps = Array.from({ length: 70 }, (_, i) => `x-${i}: &s${i} ${'['.repeat(90)}*s${i - 1}${']'.repeat(90)}`);
  return `x: &s-1 [x]\n${steps.join('\n')}\nprocesses: {a: {command: *s69}}`;
}

const HOSTILE: Readonly<Record<string, readonly [string | Uint8Array, RegExp]>> = {
  'a bomb of aliases': [laughs(), /aliases stand for more than/],
  'a stair of aliases': [stairs(), /levels deep/],
  'a thousand brackets': ['processes: '.concat('['.repeat(1000), ']'.repeat(1000)), /levels deep/],
  'a megabyte of brackets': ['['.repeat(MEGABYTE), /levels deep/],
  'a megabyte of braces': ['{'.repeat(MEGABYTE), /levels deep/],
  'a megabyte of dashes': ['- '.repeat(MEGABYTE / 2), /levels deep/],
  'a thousand indented maps': [Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), /levels deep/],
  'a megabyte of commas': [`[${'a,'.repeat(MEGABYTE / 2 - 2)}]`, /too many values/],
  'a megabyte of quotes': ['"'.repeat(MEGABYTE), /too many values/],
  'a megabyte of documents': ['---\n'.repeat(MEGABYTE / 4), /too many values/],
  'more than a megabyte': ['#'.repeat(MEGABYTE + 1), /larger than 1 MiB/],
  'a NUL byte': ['processes: {a: {command: "x\0"}}', /NUL/],
  'bytes that are no text': [Uint8Array.of(0x61, 0xff, 0xfe), /not UTF-8/],
  'UTF-16': [Buffer.from('\ufeffprocesses: {}', 'utf16le'), /not UTF-8/],
  'an alias to itself': ['processes: &a {b: *a}', /contains itself/],
  'forty thousand unknown keys': [Array.from({ length: 40_000 }, (_, i) => `k${i}: v`).join('\n'), /unknown key/],
  'a line of a thousand mistakes': [
    `processes: {${Array.from({ length: 5000 }, (_, i) => `a${i}: {commnd: x}`).join(', ')}}`,
    /unknown key/,
  ],
};

// Without a limit each of these takes minutes, or ends the process: jest's own time limit is the judge.
describe('a hostile file', () => {
  it.each(Object.entries(HOSTILE))('with %s gets a diagnostic, and does not hang', (_, [text, expected]) => {
    const loaded = loadText(text);
    const messages = loaded.ok ? [] : loaded.failure.diagnostics.map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it('pollutes no prototype', () => {
    loadText('__proto__: {polluted: 1}\nprocesses: {a: {command: x, env: {__proto__: {polluted: 1}}}}');
    loadText('x: &x {__proto__: {polluted: 1}}\nprocesses: {a: {<<: *x}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('always is a project or has located mistakes, whatever is in it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          'processes:',
          '\n',
          '\n  ',
          '\n    ',
          'a:',
          'command: ',
          'env:',
          'extends: a',
          'depends_on: [a]',
          '- ',
          ': ',
        ],
        ...[
          '&a ',
          '*a',
          '<<: *a',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          '|',
          '>',
          '#',
          '?',
          ',',
          '!!str ',
          '---',
          '\t',
          '\\',
          '%',
        ],
        ...[
          '${A',
          '$A',
          '${A:-',
          '}',
          'null',
          '~',
          'true',
          '1.10',
          'restart: ',
          'always',
          'defaults:',
          'x-a: ',
          'é',
          '\0',
        ],
        ...['env_file: [', 'logs: ', 'stop: {', 'grace: 5s', 'profiles: [', '__proto__: ', 'name: ', '\ufeff', '\r\n'],
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const loaded = loadText(pieces.join(''));
        if (loaded.ok) return;
        expect(loaded.failure.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
        for (const { at } of loaded.failure.diagnostics) expect(at).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  it('may be any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const loaded = loadText(bytes);
        expect(loaded.ok || loaded.failure.diagnostics.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a large project', () => {
  it('of a thousand processes with merged defaults loads', () => {
    const processes = Array.from(
      { length: 1000 },
      (_, i) =>
        `  p${i}:\n    <<: *common\n    command: [node, server.js, --port, $PORT]\n    env: {PORT: ${3000 + i}}`,
    );
    const common = 'x-common: &common\n  restart: on-failure\n  stop: {grace: 5s}\n  success_exit_codes: [0, 1]';
    const loaded = loadText(`${common}\nprocesses:\n${processes.join('\n')}\n`);
    expect(loaded.ok && loaded.value.project.processes.size).toBe(1000);
  });

  it('may be a chain of dependencies five thousand long', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `  p${i}: {command: x, depends_on: [p${i + 1}]}`);
    expect(messagesOf(`processes:\n${chain.join('\n')}\n  p5000: {command: x}\n`)).toEqual([]);
    expect(messagesOf(`processes:\n${chain.join('\n')}\n  p5000: {command: x, depends_on: [p0]}\n`)).toEqual([
      expect.stringMatching(/^processes wait for each other: p0 → p1 → .* more … → .*p5000 → p0$/),
    ]);
  });
});
