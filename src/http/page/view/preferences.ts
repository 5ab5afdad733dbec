import { effect, type Signal, signal } from '@preact/signals';

/** How this reader likes it, on this machine. */
export class Preferences {
  /** Of what does not fit a narrow screen most would be out of sight. */
  readonly wrap = remembered<boolean>('wrap', matchMedia('(max-width: 759px)').matches);
  readonly timestamps = remembered<boolean>('timestamps', true);
  /** Whether the log has all the room. */
  readonly zoom = remembered<boolean>('zoom', false);
  readonly theme = remembered<'system' | 'light' | 'dark'>('theme', 'system');

  /** What is shown now. */
  readonly scheme = signal<'light' | 'dark'>('light');

  constructor() {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const isDark = signal(dark.matches);
    dark.addEventListener('change', ({ matches }) => {
      isDark.value = matches;
    });
    effect(() => {
      const theme = this.theme.value;
      this.scheme.value = theme === 'system' ? (isDark.value ? 'dark' : 'light') : theme;
    });
    effect(() => {
      document.documentElement.dataset.theme = this.theme.value;
    });
  }
}

/** A browser that keeps nothing costs the memory, not the page. */
function remembered<T extends string | boolean>(name: string, otherwise: T): Signal<T> {
  const key = `pom-${name}`;
  const value = signal<T>(read(key, otherwise));
  effect(() => {
    const text = JSON.stringify(value.value);
    try {
      localStorage.setItem(key, text);
    } catch {
      // Storage is switched off.
    }
  });
  return value;
}

function read<T>(key: string, otherwise: T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof value === typeof otherwise ? (value as T) : otherwise;
  } catch {
    return otherwise;
  }
}
