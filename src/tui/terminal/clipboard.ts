import { spawn } from 'node:child_process';

/** Where text went that was copied. */
export interface Copied {
  /** What to write to the terminal, which may pass it on to the clipboard of whoever sits before it; empty: too long. */
  readonly sequence: string;
  /** The command that took it; null when there is none here. */
  readonly command: string | null;
}

/**
 * Copies text in the two ways there are: through the terminal (OSC 52), which also works over ssh, and through the
 * clipboard command of this machine's desktop.
 */
export async function copyToClipboard(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Copied> {
  const encoded = Buffer.from(text).toString('base64');
  const sequence = encoded.length <= MAX_OSC_52 ? `\x1b]52;c;${encoded}\x07` : '';
  for (const [command = '', ...args] of clipboardCommands(environment)) {
    if (await feed(command, args, text, environment)) return { sequence, command };
  }
  return { sequence, command: null };
}

/** Terminals drop longer ones: xterm's limit is the least of those that are in use. */
const MAX_OSC_52 = 100_000;

/** How long a command may take to say that it has the text. */
const COMMAND_MS = 2_000;

function clipboardCommands(environment: Readonly<Record<string, string | undefined>>): readonly (readonly string[])[] {
  if (process.platform === 'darwin') return [['pbcopy']];
  const { WAYLAND_DISPLAY, DISPLAY, WSL_DISTRO_NAME } = environment;
  return [
    ...(WAYLAND_DISPLAY ? [['wl-copy']] : []),
    ...(DISPLAY
      ? [
          ['xclip', '-selection', 'clipboard'],
          ['xsel', '--clipboard', '--input'],
        ]
      : []),
    ...(WSL_DISTRO_NAME ? [['clip.exe']] : []),
  ];
}

/** @returns whether the command took the text. */
function feed(
  command: string,
  args: readonly string[],
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  return new Promise((resolve) => {
    // xclip stays behind to serve the text: what is waited for is its main process, and not its outputs.
    const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env });
    const timer = setTimeout(() => resolve(true), COMMAND_MS);
    const settle = (took: boolean): void => {
      clearTimeout(timer);
      resolve(took);
    };
    child.on('error', () => settle(false));
    child.on('exit', (code) => settle(code === 0));
    child.stdin.on('error', () => settle(false));
    child.stdin.end(text);
    child.unref();
  });
}
