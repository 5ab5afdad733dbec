import { useEffect } from 'preact/hooks';
import { usePage } from '../view/page-state.ts';
import type { PageAction } from './keymap.ts';

/** While the part of the page that calls it is there, it does what these keys are for. */
export function useActions(doers: Partial<Readonly<Record<PageAction, () => void>>>): void {
  const { actions } = usePage();
  useEffect(() => {
    const offs = Object.entries(doers).map(([action, does]) => actions.on(action as PageAction, does));
    return () => {
      for (const off of offs) off();
    };
  });
}
