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
export { type Session, type SessionEnd, type SessionOptions, startSession } from './session.ts';
export { systemClock } from './system-clock.ts';
