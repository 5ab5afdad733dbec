import type { CommandClass } from 'clipanion';
import type { CommandName } from '../command-names.ts';
import type { PomContext } from '../context.ts';

/**
 * Every command, by the word that calls it. Each is loaded when it is called: `pom ps`
 * must not pay for what `pom up` needs.
 */
export const COMMANDS = {
  up: async () => (await import('./up.ts')).UpCommand,
  run: async () => (await import('./run.ts')).RunCommand,
  attach: async () => (await import('./attach.ts')).AttachCommand,
  down: async () => (await import('./down.ts')).DownCommand,
  ps: async () => (await import('./ps.ts')).PsCommand,
  top: async () => (await import('./top.ts')).TopCommand,
  status: async () => (await import('./status.ts')).StatusCommand,
  why: async () => (await import('./why.ts')).WhyCommand,
  logs: async () => (await import('./logs.ts')).LogsCommand,
  open: async () => (await import('./open.ts')).OpenCommand,
  start: async () => (await import('./start.ts')).StartCommand,
  stop: async () => (await import('./stop.ts')).StopCommand,
  restart: async () => (await import('./restart.ts')).RestartCommand,
  signal: async () => (await import('./signal.ts')).SignalCommand,
  send: async () => (await import('./send.ts')).SendCommand,
  scale: async () => (await import('./scale.ts')).ScaleCommand,
  wait: async () => (await import('./wait.ts')).WaitCommand,
  events: async () => (await import('./events.ts')).EventsCommand,
  reload: async () => (await import('./reload.ts')).ReloadCommand,
  plan: async () => (await import('./plan.ts')).PlanCommand,
  init: async () => (await import('./init.ts')).InitCommand,
  check: async () => (await import('./check.ts')).CheckCommand,
  config: async () => (await import('./config.ts')).ConfigCommand,
  env: async () => (await import('./env.ts')).EnvCommand,
  graph: async () => (await import('./graph.ts')).GraphCommand,
  mcp: async () => (await import('./mcp.ts')).McpCommand,
  schema: async () => (await import('./schema.ts')).SchemaCommand,
  ls: async () => (await import('./ls.ts')).LsCommand,
  completion: async () => (await import('./completion.ts')).CompletionCommand,
  doctor: async () => (await import('./doctor.ts')).DoctorCommand,
  version: async () => (await import('./version.ts')).VersionCommand,
  session: async () => (await import('./session.ts')).SessionCommand,
} satisfies Record<CommandName, () => Promise<CommandClass<PomContext>>>;
