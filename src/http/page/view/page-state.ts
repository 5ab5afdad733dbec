import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../api/api.ts';
import { Actions } from '../keys/actions.ts';
import type { LiveSession } from '../session/live-session.ts';
import { NameColors } from './name-colors.ts';
import { Notices } from './notices.ts';
import { Preferences } from './preferences.ts';
import { fragmentOf, type View, viewOf } from './view.ts';

/** Everything that the parts of the page share. */
export class PageState {
  readonly notices = new Notices();
  readonly preferences = new Preferences();
  readonly actions = new Actions();
  readonly names = new NameColors();
  readonly api: Api;
  readonly live: LiveSession;
  readonly #view = signal<View>(viewOf(location.hash.slice(1)));

  constructor(api: Api, live: LiveSession) {
    this.api = api;
    this.live = live;
    addEventListener('hashchange', () => {
      this.#view.value = viewOf(location.hash.slice(1));
    });
  }

  get view(): ReadonlySignal<View> {
    return this.#view;
  }

  /**
   * Looks at something else, and says so in the address.
   *
   * @param remember whether the browser's "back" is to come back to what is looked at now.
   */
  show(change: Partial<View>, { remember = true } = {}): void {
    const view = { ...this.#view.peek(), ...change };
    this.#view.value = view;
    const address = `${location.pathname}#${fragmentOf(view)}`;
    if (address === location.pathname + location.hash) return;
    if (remember) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
}

const Context = createContext<PageState | null>(null);

export const PageStateProvider = Context.Provider;

export function usePage(): PageState {
  const state = useContext(Context);
  if (state === null) throw new Error('Internal error: this part of the page is outside of it');
  return state;
}
