import type { RuntimeEnvironment } from '../ipc/socket-path.ts';

/**
 * Where the sessions of somebody who is logged in are, for a program that was started with few variables: agents hand
 * on HOME and PATH, and not XDG_RUNTIME_DIR, which systemd sets to this at every login.
 *
 * @returns null when the variable is set: then it says where they are.
 */
export function loginRuntime(environment: RuntimeEnvironment, uid: number | undefined): RuntimeEnvironment | null {
  if (environment.XDG_RUNTIME_DIR !== undefined || uid === undefined) return null;
  return { ...environment, XDG_RUNTIME_DIR: `/run/user/${uid}` };
}
