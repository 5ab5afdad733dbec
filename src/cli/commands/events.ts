import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { toJson } from '../../wire/json.ts';
import { ExitCode } from '../exit-code.ts';
import { watchReader } from '../reader-gone.ts';
import { renderEvent } from '../render/events.ts';
import { ClientCommand } from './client-command.ts';

/** How long one request for events may stay open before it is asked anew. */
const POLL_MS = 25_000;

export class EventsCommand extends ClientCommand {
  static override readonly paths = [['events']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Show what happened: state changes, reloads.',
    details: 'With `--json`, one object per line.',
    examples: [
      ['So far', 'pom events'],
      ['And as it happens', 'pom events -f'],
    ],
  });

  readonly follow = Option.Boolean('-f,--follow', false, { description: 'Go on as events happen.' });
  // `-f` is --follow here, as in `tail -f`; --file keeps its long name.
  override readonly file = Option.Array('--file', {
    description: 'A configuration file, instead of the one found by walking up.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const reader = watchReader(this.context.stdout);
    try {
      return await this.#printPages(session, Promise.race([this.output.gone, reader.gone]));
    } finally {
      reader.close();
    }
  }

  async #printPages(session: RemoteSession, left: Promise<void>): Promise<number> {
    let cursor = 0;
    for (;;) {
      const page = await Promise.race([session.events(cursor, this.follow ? POLL_MS : 0), left]);
      if (page === undefined) return ExitCode.done;
      if (!page.ok) return this.follow && this.isSessionOver(page.failure) ? ExitCode.done : this.fail(page.failure);
      if (page.value.missed > 0 && cursor > 0) this.warn(`${page.value.missed} events are no longer kept`);
      for (const event of page.value.events) {
        if (!(await this.output.line(this.json ? toJson(event) : renderEvent(event)))) return ExitCode.done;
      }
      cursor = page.value.next;
      if (!this.follow) return ExitCode.done;
    }
  }
}
