import type { SignalName } from '../model/exit.ts';
import type { Action } from './actions.ts';

/** What is open over the panes; it takes the keys until it is left. */
export type Overlay = DocumentOverlay | PaletteOverlay | PickerOverlay | ConfirmOverlay;

/** Text to read, composed by `view/` from what is known at the moment. */
export interface DocumentOverlay {
  readonly kind: 'document';
  readonly document: Document;
  /** Rows scrolled away at the top. */
  readonly top: number;
}

export type Document =
  | { readonly about: 'help' }
  | { readonly about: 'details'; readonly process: string }
  | { readonly about: 'why'; readonly process: string }
  | { readonly about: 'graph' }
  | { readonly about: 'config' };

/** Every command, narrowed by what is typed. */
export interface PaletteOverlay {
  readonly kind: 'palette';
  readonly query: string;
  /** Among those that fit the query. */
  readonly index: number;
}

export interface PickerOverlay {
  readonly kind: 'picker';
  readonly title: string;
  readonly items: readonly PaletteEntry[];
  readonly index: number;
}

/** Something that would be hard to undo. */
export interface ConfirmOverlay {
  readonly kind: 'confirm';
  readonly question: string;
  /** What it means, one row each. */
  readonly details: readonly string[];
  readonly command: Command;
}

export interface PaletteEntry {
  readonly label: string;
  /** How the reader could have come here without the palette. */
  readonly keys: string;
  readonly command: Command;
}

/** What an entry, or a confirmed question, does. */
export type Command =
  | { readonly do: 'action'; readonly action: Action }
  | { readonly do: 'select'; readonly process: string | null }
  | { readonly do: 'act'; readonly verb: 'start' | 'stop' | 'restart'; readonly targets: readonly string[] }
  | { readonly do: 'signal'; readonly signal: SignalName; readonly targets: readonly string[] }
  | { readonly do: 'scale'; readonly set: string; readonly replicas: number }
  | { readonly do: 'open-link'; readonly url: string }
  | { readonly do: 'quit' };
