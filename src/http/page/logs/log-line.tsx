import type { TextMatcher } from '../../../util/text-matcher.ts';
import { dateTimeText } from '../../../util/units.ts';
import type { Line } from '../api/answers.ts';
import { usePage } from '../view/page-state.ts';
import { timeText } from '../view/units.ts';
import { lineSpans, SHOWN_CHARACTERS } from './line-spans.ts';

/** How lines are shown. */
export interface LineLook {
  readonly matcher: TextMatcher | null;
  readonly hasTime: boolean;
  readonly hasName: boolean;
  /** The address of a line: what is shown now, at that line. */
  readonly linkTo: (id: number) => string;
}

interface LogLineProps extends LineLook {
  readonly line: Line;
  readonly isUnfinished?: boolean;
  /** It is the one that is pointed to. */
  readonly isTarget?: boolean;
  /** It is one of those that are to be copied. */
  readonly isSelected?: boolean;
}

/** One line of a log. What a child has written gets into the page as text nodes, and in no other way. */
export function LogLine({ line, isUnfinished, isTarget, isSelected, ...look }: LogLineProps) {
  const { names } = usePage();
  const { matcher, hasTime, hasName, linkTo } = look;
  const { id, process, stream, run, timestamp, text } = line;
  const shown = text.length > SHOWN_CHARACTERS ? text.slice(0, SHOWN_CHARACTERS) : text;
  const label = `line ${id}, run ${run}, ${stream}, ${dateTimeText(timestamp)}`;
  return (
    <div
      class={`line ${stream}`}
      data-id={id}
      data-unfinished={isUnfinished}
      data-selected={isSelected}
      aria-current={isTarget === true ? 'location' : undefined}
    >
      {hasTime ? (
        <a class="time" href={linkTo(id)} title={label} tabIndex={-1}>
          {timeText(timestamp)}
        </a>
      ) : null}
      {hasName ? <span class={`from ${names.classOf(process)}`}>{process}</span> : null}
      <span class="text">
        {lineSpans(shown, matcher).map(({ text: piece, className, color, background }) =>
          className === '' && color === undefined && background === undefined ? (
            piece
          ) : (
            <span class={className} style={{ color, background }}>
              {piece}
            </span>
          ),
        )}
        {shown.length < text.length ? <Rest text={text} /> : null}
      </span>
    </div>
  );
}

/** What is left of a long line, when somebody asks for it. */
function Rest({ text }: { readonly text: string }) {
  return (
    <details class="rest">
      <summary>{`… and ${text.length - SHOWN_CHARACTERS} more characters`}</summary>
      {text.slice(SHOWN_CHARACTERS)}
    </details>
  );
}
