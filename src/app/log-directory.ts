import path from 'node:path';
import type { RuntimeDirectoryUnsafe } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import { projectStateDirectory } from './project-state.ts';

/** Where the logs of all sessions of a project are kept; see `projectStateDirectory`. It need not exist. */
export function logDirectory(
  configFile: string,
  environment: Readonly<Record<string, string | undefined>>,
): Result<string, RuntimeDirectoryUnsafe> {
  const project = projectStateDirectory(configFile, environment);
  return project.ok ? ok(path.join(project.value, 'logs')) : project;
}
