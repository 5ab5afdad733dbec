import { sessionDirectoryAt } from '../ipc/socket-path.ts';
import { endLeftChildren } from '../supervisor/guardian/end-left-children.ts';
import { systemClock } from './system-clock.ts';

/** What the guardian of a session becomes when the session is dead; see supervisor/guardian/guardian.ts. */

// Whoever wants to be rid of the session, or of its terminal, does not mean the one who tidies up after it.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const [directory = '', session = ''] = process.argv.slice(2);

void endLeftChildren({
  directory,
  ledgerFile: sessionDirectoryAt(directory).childrenPath,
  session,
  clock: systemClock(),
}).then(({ survivors }) => {
  process.exitCode = survivors.length === 0 ? 0 : 1;
});
