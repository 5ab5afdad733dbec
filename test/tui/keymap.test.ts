import { describe, expect, it } from '@jest/globals';
import { ACTION_NAMES } from '../../src/tui/actions.ts';
import { DEFAULT_KEYMAP, keymapFrom } from '../../src/tui/keymap.ts';
import { isKeyName, keyFromTerminal, keyLabel } from '../../src/tui/keys.ts';

describe('the keymap', () => {
  it('has keys that exist, and an action for each', () => {
    for (const [key, actions] of DEFAULT_KEYMAP) {
      expect([key, isKeyName(key)]).toEqual([key, true]);
      for (const action of actions) expect(ACTION_NAMES).toContain(action);
    }
  });

  it('reaches every action but those for the palette', () => {
    const bound = new Set([...DEFAULT_KEYMAP.values()].flat());
    expect(ACTION_NAMES.filter((action) => !bound.has(action))).toEqual(['unclear', 'copy-page-link']);
  });

  it('serves fingers that know mprocs, and those that know process-compose', () => {
    const actionOf = (key: string) => DEFAULT_KEYMAP.get(key)?.at(-1);
    expect(['s', 'x', 'r', 'z', 'p', 'q'].map(actionOf)).toEqual([
      'start',
      'stop',
      'restart',
      'zoom-log',
      'palette',
      'quit',
    ]);
    expect(['f1', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10'].map(actionOf)).toEqual([
      ...['help', 'details', 'zoom-log', 'follow', 'wrap', 'start', 'zoom-list', 'stop', 'quit'],
    ]);
    expect(['N', 'S', 'A', 'H', 'R', 'E', 'P', 'C', 'M'].map(actionOf)).toEqual(
      ['name', 'status', 'age', 'ready', 'restarts', 'exit', 'pid', 'cpu', 'memory'].map((by) => `sort-${by}`),
    );
  });

  it('lets people bind and unbind keys', () => {
    const bound = keymapFrom(
      new Map([
        ['ctrl-x', 'stop'],
        ['q', 'none'],
        ['s', 'scrollback'],
      ]),
    );
    if (!bound.ok) throw new Error('unexpected mistakes');
    expect(bound.value.get('ctrl-x')).toEqual(['stop']);
    expect(bound.value.get('s')).toEqual(['scrollback']);
    expect(bound.value.get('q')).toEqual([]);
    expect(bound.value.get('r')).toEqual(['restart']);
  });

  it('says what is wrong with every binding, and what was probably meant', () => {
    const bound = keymapFrom(
      new Map([
        ['ctrl-xx', 'stop'],
        ['F13', 'quit'],
        ['a', 'restrat'],
        ['b', 'zzz'],
      ]),
    );
    expect(bound).toEqual({
      ok: false,
      failure: [
        { key: 'ctrl-xx', part: 'key', message: 'unknown key "ctrl-xx"; did you mean "ctrl-x"?' },
        { key: 'F13', part: 'key', message: 'unknown key "F13"; did you mean "f1"?' },
        { key: 'a', part: 'value', message: 'unknown action "restrat"; did you mean "restart"?' },
        { key: 'b', part: 'value', message: 'unknown action "zzz"' },
      ],
    });
  });

  it('does not let the last way out be unbound', () => {
    const bindings = new Map(['q', 'f10', 'ctrl-c'].map((key) => [key, 'none'] as const));
    expect(keymapFrom(bindings)).toMatchObject({ ok: false, failure: [{ key: 'ctrl-c' }] });
  });
});

describe('keys', () => {
  it('are called as they are in keys.yaml, whatever the terminal library calls them', () => {
    const names = [
      'a',
      'A',
      ' ',
      'é',
      'CTRL_C',
      'PAGE_UP',
      'F10',
      'SHIFT_TAB',
      'ALT_R',
      'ALT_SHIFT_R',
      'NUL',
      'KP_ENTER',
    ];
    expect(names.map(keyFromTerminal)).toEqual([
      ...['a', 'A', 'space', 'é', 'ctrl-c', 'page-up', 'f10', 'shift-tab', 'alt-r', 'alt-R', 'ctrl-space', 'enter'],
    ]);
  });

  it('are shown as they are printed on keyboards', () => {
    expect(['ctrl-c', 'page-up', 'f5', 'a', '?', 'shift-tab', 'alt-r', 'space'].map(keyLabel)).toEqual([
      ...['Ctrl-C', 'PgUp', 'F5', 'a', '?', 'Shift-Tab', 'Alt-R', 'Space'],
    ]);
  });
});
