import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { ExitCode } from '../exit-code.ts';
import { httpRecordOf, linkOf } from '../http-link.ts';
import { ClientCommand } from './client-command.ts';

export class OpenCommand extends ClientCommand {
  static override readonly paths = [['open']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Print the link to the page of the session and its HTTP API.',
    details: `
      The token is behind the "#" of the link. With --json, the token is a member of its own, which requests carry as
      "Authorization: Bearer TOKEN". The API is described by /api/v1/openapi.json.

      A session has a page and an HTTP API when pom.yaml says "http: true", or when it was started by "pom up --http".
    `,
    examples: [
      ['The link', 'pom open'],
      ['For a script', 'pom open --json'],
    ],
  });

  protected async performIn(_session: RemoteSession): Promise<number> {
    const files = this.findFiles();
    if (!files.ok) return this.fail(files.failure);
    const record = httpRecordOf(files.value[0] ?? '', this.context.env);
    if (record === null) {
      const detail =
        'this session has no page and no HTTP API; write "http: true" in pom.yaml, or start it with "pom up --http"';
      return this.fail({ reason: 'operation-failed', detail });
    }
    const { origin, token } = record;
    await this.print({ origin, api: `${origin}/api/v1`, token, link: linkOf(record) }, () => linkOf(record));
    return ExitCode.done;
  }
}
