/** The public surface: what a program that embeds pom may use. */
export { type Session, type SessionEnd, type SessionOptions, startSession, systemClock } from './app/index.ts';
export { findProject, loadProject, renderDiagnostics } from './config/index.ts';
export type { Control, Outcome, ProcessReport, SessionInfo } from './model/control.ts';
export type { Diagnostic } from './model/diagnostic.ts';
export type { Failure } from './model/failure.ts';
export { failureMessage } from './model/failure-message.ts';
export type { LogLine } from './model/log-line.ts';
export { ALL_LOGS, type LogsPage, type LogsRequest } from './model/logs-request.ts';
export type { ProcessInfo, ProcessStatus } from './model/process-status.ts';
export type { ProjectSpec } from './model/project-spec.ts';
export type { Result } from './model/result.ts';
