/** The part of terminal-kit that `screen.ts` uses; the package has no types of its own. */
declare module 'terminal-kit' {
  import type { EventEmitter } from 'node:events';
  import type { Writable } from 'node:stream';

  interface Terminal {
    grabInput(options: object): Promise<void>;
    on(event: 'key', listener: (name: string) => void): void;
    on(event: 'mouse', listener: (name: string, at: { readonly x: number; readonly y: number }) => void): void;
  }

  interface TerminalOptions {
    readonly stdin: EventEmitter;
    readonly stdout: Writable;
    readonly stderr: Writable;
    readonly generic: string;
    readonly appId?: string;
    readonly isTTY: boolean;
    readonly isSSH: boolean;
  }

  interface GuessedTerminal {
    readonly generic: string;
    readonly appId: string;
    readonly safe: boolean;
    readonly isSSH: boolean;
  }

  const terminalKit: {
    guessTerminal(): GuessedTerminal;
    createTerminal(options: TerminalOptions): Terminal;
  };
  // biome-ignore lint/style/noDefaultExport: the package is CommonJS, whose exports Node gives as the default.
  export default terminalKit;
}
