import { plainText } from '../../../util/terminal-text.ts';
import { unreachable } from '../../../util/unreachable.ts';
import type { Document } from '../../overlay.ts';
import type { DashboardState } from '../../state.ts';
import type { StyledText } from '../../text/styled-text.ts';
import { wrapWords } from '../../text/wrap.ts';
import { configErrorRows } from './config-error.ts';
import { detailsRows } from './details.ts';
import { graphRows } from './graph.ts';
import { helpRows } from './help.ts';
import { whyRows } from './why.ts';

/** A document as it stands at the moment, wrapped to a width. */
export function documentRows(state: DashboardState, document: Document, width: number): readonly StyledText[] {
  const indent = Math.min(INDENT[document.about], Math.floor(width / 3));
  return contents(state, document, width).flatMap((row) => wrapWords(row, width, indent));
}

/** Of rows that go on from the one before: below the text, and not below its label. */
const INDENT: Readonly<Record<Document['about'], number>> = { help: 16, details: 14, why: 2, graph: 4, config: 0 };

export function documentTitle(document: Document): string {
  switch (document.about) {
    case 'help':
      return 'Keys';
    case 'details':
      return plainText(document.process);
    case 'why':
      return `Why ${plainText(document.process)}`;
    case 'graph':
      return 'Who depends on whom';
    case 'config':
      return 'Configuration';
    default:
      return unreachable(document);
  }
}

function contents(state: DashboardState, document: Document, width: number): readonly StyledText[] {
  switch (document.about) {
    case 'help':
      return helpRows(state);
    case 'details':
      return detailsRows(state, document.process);
    case 'why':
      return whyRows(state, document.process, width);
    case 'graph':
      return graphRows(state);
    case 'config':
      return configErrorRows(state);
    default:
      return unreachable(document);
  }
}
