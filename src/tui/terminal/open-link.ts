import { spawn } from 'node:child_process';

/**
 * Opens a link in the browser of this machine's desktop.
 *
 * @returns whether that could be done. Only web addresses are opened: what a file names may be anything.
 */
export async function openLink(url: string, env: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  if (!/^https?:\/\//i.test(url)) return false;
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(command, [url], { stdio: 'ignore', detached: true, env });
    child.on('error', () => resolve(false));
    child.on('spawn', () => resolve(true));
    child.unref();
  });
}
