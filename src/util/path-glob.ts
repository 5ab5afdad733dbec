/** Whether a path has a character that means something in a glob. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** The directory that everything a glob matches is in: `/src` of `/src/*.ts` and of `/src/**`. */
export function globBase(glob: string): string {
  const parts = glob.split('/');
  const first = parts.findIndex(isGlob);
  return first < 0 ? glob : parts.slice(0, first).join('/') || '/';
}

/**
 * A regular expression for a whole path. `*` is a part of a name, `**` any number of directories, `?` one character,
 * `[abc]` one of these, `{a,b}` one of these words; everything else is itself.
 */
export function globPattern(glob: string): RegExp {
  return new RegExp(`^${translate(glob)}$`);
}

const TOKEN = /(?:\*\*\/)+|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}]*\}|[\s\S]/g;

function translate(glob: string): string {
  return glob.replace(TOKEN, (token) => {
    if (token.startsWith('**/')) return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2 && token.startsWith('[')) {
      const inner = token.slice(1, -1).replace(/[\\^]/g, '\\$&');
      return inner.startsWith('!') ? `[^/${inner.slice(1)}]` : `[${inner}]`;
    }
    if (token.length > 1 && token.startsWith('{'))
      return `(?:${token.slice(1, -1).split(',').map(translate).join('|')})`;
    return token.replace(/[\\^$.|+()[\]{}*?]/g, '\\$&');
  });
}
