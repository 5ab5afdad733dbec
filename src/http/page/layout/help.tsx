import { useRef } from 'preact/hooks';
import { KEYMAP } from '../keys/keymap.ts';
import { useActions } from '../keys/use-actions.ts';
import './help.css';

/** How keys are written where their own name says little. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'space',
  Escape: 'esc',
};

/** The keys, and what they do. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useActions({
    help: () => (dialog.current?.open === true ? dialog.current.close() : dialog.current?.showModal()),
  });
  return (
    <dialog ref={dialog} class="help" aria-label="keys">
      {/* First, because it has the focus, and what has the focus is scrolled to. */}
      <form method="dialog">
        <h2>Keys</h2>
        <button type="submit" class="toggle">
          Close
        </button>
      </form>
      <table>
        <tbody>
          {KEYMAP.map(({ keys, action, does }) => (
            <tr key={action}>
              <th scope="row">
                {keys.map((key) => (
                  <kbd key={key}>{KEY_NAMES[key] ?? key}</kbd>
                ))}
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </dialog>
  );
}
