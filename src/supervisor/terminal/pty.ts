import { closeSync, constants, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SpawnFailure } from '../../model/failure.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { TerminalSize } from '../../model/terminal.ts';

/** An open pseudo-terminal. Whoever opened it closes the master, by number. */
export interface Pty {
  /** What a terminal emulator holds: reads what was printed, writes what was typed. Does not block. */
  readonly master: number;
  /** A new descriptor of what programs hold; closed when a child is started. Blocks, as programs expect. */
  openSlave(): number;
  resize(size: TerminalSize): void;
}

/** The optional package, which installs without running scripts. */
const PACKAGE = '@lydell/node-pty';

/**
 * Why there can be no pseudo-terminals here; null when there can.
 *
 * Only Linux: what gives a child its terminal is `setsid -c`, which other systems do not have.
 */
export function terminalTrouble(): string | null {
  if (process.platform !== 'linux') return `"tty: true" works on Linux only so far, and this is ${process.platform}`;
  const native = loadNative();
  return native.ok ? null : native.failure;
}

/** Opens a pseudo-terminal. The failure says what to install. */
export function openPty(size: TerminalSize): Result<Pty, SpawnFailure> {
  const trouble = terminalTrouble();
  const native = loadNative();
  if (trouble !== null || !native.ok) return err({ reason: 'terminal-unavailable', detail: trouble ?? '' });
  const { open, resize } = native.value;
  let opened: ReturnType<NativePty['open']>;
  try {
    opened = open(size.columns, size.rows);
  } catch (error) {
    return err({ reason: 'terminal-unavailable', detail: `no pseudo-terminal can be opened: ${String(error)}` });
  }
  // Its slave would be inherited by every later child, and does not block; the next one is ours alone.
  closeSync(opened.slave);
  return ok({
    master: opened.master,
    openSlave: () => openSync(opened.pty, constants.O_RDWR | constants.O_NOCTTY),
    resize: ({ columns, rows }) => resize(opened.master, columns, rows),
  });
}

/** The part of the binary that is used: its `fork` loses output, so children are spawned as all others are. */
interface NativePty {
  open(columns: number, rows: number): { readonly master: number; readonly slave: number; readonly pty: string };
  resize(master: number, columns: number, rows: number): void;
}

/** Node keeps what it has loaded: asking again costs nothing. */
function loadNative(): Result<NativePty, string> {
  try {
    // The binary is in a package of the package, which need not be visible from here.
    const inPackage = createRequire(createRequire(import.meta.url).resolve(PACKAGE));
    return ok(inPackage(`${PACKAGE}-${process.platform}-${process.arch}/pty.node`));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    const why = isMissing ? 'is not installed' : `cannot be loaded (${String(error)})`;
    return err(`"tty: true" needs the optional package ${PACKAGE}, which ${why}: npm install ${PACKAGE}`);
  }
}
