import { Option } from 'clipanion';
import type { Session } from '../../app/index.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { startGuarded } from '../guarded-start.ts';
import { httpAddressOption } from '../http-link.ts';
import { ConfigurationCommand } from './configuration-command.ts';

/** The options that say which session to start, shared by `pom up` and the background process it may leave it to. */
export abstract class UpOptions extends ConfigurationCommand {
  readonly names = Option.Rest({ name: 'name' });
  readonly noDeps = Option.Boolean('--no-deps', false, {
    description: 'Start the named processes without what they depend on, and without waiting for it.',
  });
  readonly exitCodeFrom = Option.String('--exit-code-from', {
    description: 'End the session when this process ends for good, with its exit code.',
  });

  readonly http = Option.String('--http', {
    tolerateBoolean: true,
    description:
      'Serve the page and the HTTP API, at ADDR:PORT or where the configuration says; on this machine by default.',
  });

  /** The same options as arguments. */
  protected sessionArguments(): readonly string[] {
    return [
      ...(this.file ?? []).flatMap((file) => ['-f', file]),
      ...(this.directory === undefined ? [] : ['-C', this.directory]),
      ...(this.profiles ?? []).flatMap((profile) => ['--profile', profile]),
      ...(this.noDeps ? ['--no-deps'] : []),
      ...(this.exitCodeFrom === undefined ? [] : ['--exit-code-from', this.exitCodeFrom]),
      ...(this.http === undefined ? [] : [this.http === true ? '--http' : `--http=${this.http}`]),
      ...this.names,
    ];
  }

  /** Starts the session in this process. */
  protected async startSession(): Promise<Result<Session, Failure>> {
    const files = this.findFiles();
    if (!files.ok) return files;
    return startGuarded({
      files: files.value,
      profiles: this.profiles ?? [],
      selection: { targets: this.names, dependencies: !this.noDeps },
      exitCodeFrom: this.exitCodeFrom ?? null,
      http: httpAddressOption(this.http),
      environment: this.context.env,
      displayFrom: this.context.cwd,
    });
  }
}
