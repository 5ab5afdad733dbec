import { usePage } from '../view/page-state.ts';
import './notice.css';

/** What became of what was just done. */
export function Notice() {
  const { notices } = usePage();
  const notice = notices.current.value;
  return (
    <div class="notice-place" role="status">
      {notice === null ? null : (
        <button type="button" class={`notice ${notice.kind}`} title="dismiss" onClick={() => notices.dismiss()}>
          {notice.text}
        </button>
      )}
    </div>
  );
}
