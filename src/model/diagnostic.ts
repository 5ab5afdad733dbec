/** A mistake or a warning in a configuration, located. `config/squiggle.ts` draws it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One sentence, lower case, no full stop: what is wrong and what to write instead. */
  readonly message: string;
  /** Null when the mistake is not in a file (none was found, say). */
  readonly at: SourceRange | null;
  /** Another place that matters, such as where a key was written first. */
  readonly related: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly message: string;
  readonly at: SourceRange;
}

/** A part of one line of a source file, with the text of that line so that it can be shown. */
export interface SourceRange {
  /** As it should be shown: relative to the working directory where that is shorter. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** In characters, at least 1. */
  readonly length: number;
  /** The whole line, without its line break. */
  readonly sourceLine: string;
}
