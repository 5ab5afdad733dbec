import type { Control, Outcome } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { Result } from '../../model/result.ts';
import { unreachable } from '../../util/unreachable.ts';
import type { Effect } from '../effect.ts';
import type { FindRequest } from '../search.ts';
import { copyToClipboard } from '../terminal/clipboard.ts';
import { openLink } from '../terminal/open-link.ts';
import type { TuiEvent } from '../tui-event.ts';
import { findMatch } from './find-match.ts';
import { rangeText } from './range-text.ts';
import { saveLog } from './save-log.ts';

/** Effects on the session and on this machine. The others are the dashboard's own. */
export type OutwardEffect = Exclude<
  Effect,
  { readonly type: 'attach' | 'scrollback' | 'suspend' | 'redraw' | 'kill' | 'detach' }
>;

/** Where the page for browsers is. */
export interface PageLink {
  /** `http://HOST:PORT`. */
  readonly origin: string;
  /** The same with the token, which lets in whoever has it. */
  readonly link: string;
}

export interface EffectTools {
  readonly control: Control;
  readonly emit: (event: TuiEvent) => void;
  /** Sends a sequence to the terminal. */
  readonly write: (sequence: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where files are saved. Absolute. */
  readonly directory: string;
  /** Where the session's page for browsers is now. */
  readonly page: () => PageLink | null;
}

/** Carries out what updates want done; what comes of it is emitted as events. */
export class EffectRunner {
  readonly #tools: EffectTools;
  #find: AbortController | null = null;

  constructor(tools: EffectTools) {
    this.#tools = tools;
  }

  /** @returns when it has been done, or has failed and that has been said. */
  async run(effect: OutwardEffect): Promise<void> {
    const { control } = this.#tools;
    switch (effect.type) {
      case 'act': {
        const { verb, targets } = effect;
        this.#tellOutcomes(verb, await control.act(verb, targets, { wait: true, dependencies: true }));
        break;
      }
      case 'signal':
        this.#tellOutcomes(effect.signal, await control.signal(effect.targets, effect.signal));
        break;
      case 'scale':
        this.#tellOutcomes('scale', await control.scale(effect.set, effect.replicas));
        break;
      case 'reload':
        // A reload that was carried out is an event; one that was refused is told here, too.
        this.#tellFailure(await control.reload());
        break;
      case 'shutdown':
        this.#tellFailure(await control.shutdown());
        break;
      case 'find':
        await this.#startFind(effect.request);
        break;
      case 'stop-finding':
        this.close();
        break;
      case 'copy':
        await this.#copy(effect);
        break;
      case 'copy-page-link':
        await this.#copyPageLink();
        break;
      case 'save':
        await this.#save(effect);
        break;
      case 'read-links':
        await this.#readLinks(effect.process);
        break;
      case 'open-link':
        await this.#openLink(effect.url);
        break;
      default:
        unreachable(effect);
    }
  }

  /** Nothing is looked for any more. */
  close(): void {
    this.#find?.abort();
    this.#find = null;
  }

  async #startFind(request: FindRequest): Promise<void> {
    this.close();
    const find = new AbortController();
    this.#find = find;
    const found = await findMatch(this.#tools.control, request, find.signal);
    if (find.signal.aborted) return;
    const { token } = request;
    if (found.ok) this.#tools.emit({ type: 'Found', token, ...(found.value ?? { line: null, wrapped: false }) });
    else this.#tools.emit({ type: 'FindFailed', token, failure: found.failure });
  }

  async #copy({ view, range, json }: Extract<Effect, { type: 'copy' }>): Promise<void> {
    const selected = await rangeText(this.#tools.control, view, range, json);
    if (!selected.ok) {
      this.#say(failureMessage(selected.failure), 'failed');
      return;
    }
    const { text, lines, isCut } = selected.value;
    const { sequence, command } = await copyToClipboard(text, this.#tools.environment);
    this.#tools.write(sequence);
    if (sequence === '' && command === null) {
      this.#say('too much for the terminal’s clipboard, and there is no other', 'failed');
      return;
    }
    const what = lines === 1 ? `${text.length} characters` : `${lines.toLocaleString('en')} lines`;
    this.#say(`copied ${what}${isCut ? ', the first of more' : ''}${command === null ? '' : ` (${command})`}`, 'done');
  }

  /** The token is copied and not shown: many a screen is seen by others. */
  async #copyPageLink(): Promise<void> {
    const page = this.#tools.page();
    if (page === null) {
      this.#say('this session has no page; write "http: true" in pom.yaml and reload', 'failed');
      return;
    }
    const { sequence, command } = await copyToClipboard(page.link, this.#tools.environment);
    this.#tools.write(sequence);
    const through = command === null ? '' : ` (${command})`;
    this.#say(`copied the link to ${page.origin}${through}; "pom open" prints it`, 'done');
  }

  async #save({ view, path }: Extract<Effect, { type: 'save' }>): Promise<void> {
    const saved = await saveLog(this.#tools.control, view, path, this.#tools.directory);
    if (saved.ok) this.#say(`${saved.value.lines.toLocaleString('en')} lines saved to ${saved.value.file}`, 'done');
    else this.#say(failureMessage(saved.failure), 'failed');
  }

  async #readLinks(process: string): Promise<void> {
    const report = await this.#tools.control.status(process);
    if (report.ok) this.#tools.emit({ type: 'LinksRead', process, links: report.value.spec.links });
    else this.#say(failureMessage(report.failure), 'failed');
  }

  async #openLink(url: string): Promise<void> {
    if (await openLink(url, this.#tools.environment)) this.#say(`opened ${url}`, 'done');
    else this.#say(`no browser could be started here: ${url}`, 'failed');
  }

  #tellOutcomes(did: string, outcomes: Result<readonly Outcome[], Failure>): void {
    if (outcomes.ok) this.#tools.emit({ type: 'Acted', did, outcomes: outcomes.value });
    else this.#tellFailure(outcomes);
  }

  #tellFailure(result: Result<unknown, Failure>): void {
    if (!result.ok) this.#say(failureMessage(result.failure), 'failed');
  }

  #say(text: string, tone: 'done' | 'failed'): void {
    this.#tools.emit({ type: 'Said', text, tone });
  }
}
