/** What a key of a drafted process is set to: what YAML can say, texts not yet quoted. */
export type DraftValue = string | number | boolean | null | readonly DraftValue[] | DraftMap;

export interface DraftMap {
  readonly [key: string]: DraftValue;
}

/** A process as one source describes it, before the sources are combined. */
export interface ProcessDraft {
  readonly name: string;
  /** The file that it comes from, as it should be shown. */
  readonly source: string;
  /** Null when the source does not say what is run. */
  readonly command: string | readonly string[] | null;
  /** Its other keys as pom.yaml spells them, in the order of writing. */
  readonly keys: DraftMap;
  /** What a reader should know, one sentence each; they become comments. */
  readonly notes: readonly string[];
}

/** What becomes a comment and no process: why, and how it could be one. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
  /** The process it could be; null when there is nothing to suggest. */
  readonly suggestion: DraftMap | null;
}

/** What one source, or all of them together, come to. */
export interface ProjectDraft {
  /** The files it was made from, as they should be shown, in the order of looking. */
  readonly sources: readonly string[];
  readonly processes: readonly ProcessDraft[];
  readonly leftOut: readonly LeftOut[];
  /** Files that were found and could not be used, one sentence each. */
  readonly warnings: readonly string[];
}

export const EMPTY_DRAFT: ProjectDraft = { sources: [], processes: [], leftOut: [], warnings: [] };

/** What a name in another format is called in pom.yaml; null when nothing of it can stay. */
export function draftName(name: string): string | null {
  const fit = name.replace(/[^A-Za-z0-9._/-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '');
  return fit === '' ? null : fit;
}
