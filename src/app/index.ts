export { terminalTrouble } from '../supervisor/terminal/pty.ts';
export { type ArchivedSession, type ArchiveRequest, openArchivedSession } from './archived-session.ts';
export {
  environmentAtRest,
  explainedEnvironmentAtRest,
  graphAtRest,
  type ProjectAtRest,
  processesAtRest,
  whyAtRest,
} from './at-rest.ts';
export {
  crashDirectory,
  type KeptCrash,
  readCrashReports,
  removeCrashReport,
} from './crash/crash-files.ts';
export { type CrashGuard, type CrashGuardOptions, guardAgainstCrash } from './crash/crash-guard.ts';
export { endDeadSession } from './dead-session.ts';
export type { Session, SessionEnd, SessionOptions } from './session.ts';
export { startSession } from './start-session.ts';
export { systemClock } from './system-clock.ts';
