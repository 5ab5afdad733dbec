import { plainText } from '../../../util/terminal-text.ts';
import type { Line } from '../api/answers.ts';
import { apiFailureMessage } from '../api/api.ts';
import type { PageState } from '../view/page-state.ts';
import type { LineRange } from './line-range.ts';
import type { LogReader } from './log-reader.ts';

/** More than anybody pastes. */
const MOST_COPIED = 100_000;

/** Copies lines, or, when none are chosen, the address of what is looked at. */
export async function copyLines({ notices }: PageState, reader: LogReader, chosen: LineRange | null): Promise<void> {
  if (chosen === null) {
    await copy(location.href);
    return notices.tell('done', 'copied the link to what is shown');
  }
  const texts: string[] = [];
  for await (const page of reader.pages(chosen)) {
    if (!page.ok) return notices.tell('failed', apiFailureMessage(page.failure));
    for (const line of page.value) texts.push(plainText(line.text));
    if (texts.length > MOST_COPIED) return notices.tell('failed', `more than ${MOST_COPIED} lines; save them instead`);
  }
  await copy(texts.map((text) => `${text}\n`).join(''));
  notices.tell('done', `copied ${texts.length} ${texts.length === 1 ? 'line' : 'lines'}`);
}

/** Saves all lines that the reader reads as a file of text. */
export async function saveLines({ notices }: PageState, reader: LogReader, name: string): Promise<void> {
  const parts: string[] = [];
  let count = 0;
  for await (const page of reader.pages(null)) {
    if (!page.ok) return notices.tell('failed', apiFailureMessage(page.failure));
    parts.push(page.value.map(savedText).join(''));
    count += page.value.length;
    notices.tell('done', `read ${count.toLocaleString()} lines…`);
  }
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
  notices.tell('done', `saved ${count.toLocaleString()} lines`);
}

function savedText({ timestamp, process, text }: Line): string {
  return `${new Date(timestamp).toISOString()} ${process} ${plainText(text)}\n`;
}

/** Where the page is not from this machine, browsers have no clipboard for it but the old one. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
