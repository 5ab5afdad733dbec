/**
 * How keys are called: characters by themselves (`a`, `A`, `?`), others by name (`space`, `page-up`, `f5`), with `ctrl-`,
 * `alt-` and `shift-` before them.
 */
export function isKeyName(name: string): boolean {
  if (Array.from(name).length === 1 && name !== ' ') return true;
  const { modifiers, key } = partsOf(name);
  if (modifiers.has('ctrl') && /^[a-z]$/.test(key)) return !modifiers.has('shift');
  if (modifiers.has('alt') && Array.from(key).length === 1) return !modifiers.has('shift');
  return NAMED_KEYS.has(key);
}

/** Every name of more than one character, for suggestions. */
export function keyNames(): readonly string[] {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const named = [...NAMED_KEYS];
  return [
    ...named,
    ...letters.flatMap((letter) => [`ctrl-${letter}`, `alt-${letter}`]),
    ...named.flatMap((name) => [`ctrl-${name}`, `alt-${name}`, `shift-${name}`]),
  ];
}

/** As people write them: `Ctrl-C`, `PgUp`, `↑`. */
export function keyLabel(name: string): string {
  const { modifiers, key } = partsOf(name);
  const label = LABELS[key] ?? (/^f\d+$/.test(key) || modifiers.size > 0 ? key.toUpperCase() : key);
  return [...modifiers].map((modifier) => `${modifier.charAt(0).toUpperCase()}${modifier.slice(1)}-`).join('') + label;
}

/** terminal-kit's names: `CTRL_C`, `PAGE_UP`, `ALT_SHIFT_X`, and characters as they are. */
export function keyFromTerminal(name: string): string {
  if (Array.from(name).length === 1) return name === ' ' ? 'space' : name;
  const key = name.toLowerCase().replaceAll('_', '-').replace(/^kp-/, '');
  if (key === 'nul') return 'ctrl-space';
  const shifted = /^alt-shift-([a-z])$/.exec(key);
  return shifted?.[1] === undefined ? key : `alt-${shifted[1].toUpperCase()}`;
}

const NAMED_KEYS: ReadonlySet<string> = new Set([
  ...['space', 'enter', 'tab', 'escape', 'backspace', 'delete', 'insert'],
  ...['up', 'down', 'left', 'right', 'home', 'end', 'page-up', 'page-down'],
  ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`),
]);

const LABELS: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
};

const MODIFIERS = ['ctrl', 'alt', 'shift'] as const;

function partsOf(name: string): { readonly modifiers: ReadonlySet<string>; readonly key: string } {
  const modifiers = new Set<string>();
  let key = name;
  for (;;) {
    const modifier = MODIFIERS.find(
      (candidate) => key.startsWith(`${candidate}-`) && key.length > candidate.length + 1,
    );
    if (modifier === undefined || modifiers.has(modifier)) return { modifiers, key };
    modifiers.add(modifier);
    key = key.slice(modifier.length + 1);
  }
}
