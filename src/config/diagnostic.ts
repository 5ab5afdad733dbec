import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile, Span } from './source-file.ts';

/** Another place that matters to a mistake. */
export interface Related {
  readonly message: string;
  readonly at: Span;
}

/** Nobody reads further, and a hostile file must not make a thousand pages, or one page of a thousand long lines. */
const MOST_DIAGNOSTICS = 1000;
const MOST_SOURCE_CHARACTERS = 1_000_000;

interface Mistake {
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly at: Span;
  readonly related: readonly Related[];
}

/** Collects mistakes and warnings while a configuration is read. What is said twice of one place is kept once. */
export class Diagnostics {
  readonly #mistakes = new Map<string, Mistake>();
  readonly #sources: SourceFile[] = [];
  readonly #placeless: Diagnostic[] = [];

  get hasErrors(): boolean {
    return this.#placeless.length > 0 || [...this.#mistakes.values()].some(({ severity }) => severity === 'error');
  }

  error(at: Span, message: string, related: readonly Related[] = []): void {
    this.#add({ severity: 'error', message, at, related });
  }

  warning(at: Span, message: string): void {
    this.#add({ severity: 'warning', message, at, related: [] });
  }

  /** For a mistake in no file, such as a file that cannot be read. */
  placeless(message: string): void {
    if (this.#placeless.some((known) => known.message === message)) return;
    this.#placeless.push({ severity: 'error', message, at: null, related: [] });
  }

  /** In order: files in the order they were first complained about after `files`, then by position. */
  sorted(files: readonly SourceFile[]): readonly Diagnostic[] {
    const order = [...new Set([...files, ...this.#sources])];
    const rank = (mistake: Mistake) => order.indexOf(mistake.at.source);
    const located = [...this.#mistakes.values()].sort((a, b) => rank(a) - rank(b) || a.at.start - b.at.start);
    const room = MOST_DIAGNOSTICS - this.#placeless.length;
    return [...this.#placeless, ...shown(located, room)];
  }

  #add(mistake: Mistake): void {
    let source = this.#sources.indexOf(mistake.at.source);
    if (source === -1) source = this.#sources.push(mistake.at.source) - 1;
    const key = `${source}:${mistake.at.start}:${mistake.message}`;
    if (!this.#mistakes.has(key)) this.#mistakes.set(key, mistake);
  }
}

function locate({ severity, message, at, related }: Mistake): Diagnostic {
  return {
    severity,
    message,
    at: at.source.rangeOf(at),
    related: related.map((place) => ({ message: place.message, at: place.at.source.rangeOf(place.at) })),
  };
}

/** As many as fit, located, and a last word about the others. Locating is what takes time in a hostile file. */
function shown(mistakes: readonly Mistake[], room: number): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let characters = 0;
  for (const mistake of mistakes) {
    if (diagnostics.length >= room || characters >= MOST_SOURCE_CHARACTERS) break;
    const diagnostic = locate(mistake);
    characters += diagnostic.at?.sourceLine.length ?? 0;
    diagnostics.push(diagnostic);
  }
  const hidden = mistakes.slice(diagnostics.length);
  if (hidden.length === 0) return diagnostics;
  const severity = hidden.some((mistake) => mistake.severity === 'error') ? 'error' : 'warning';
  return [...diagnostics, { severity, message: `${hidden.length} more are not shown`, at: null, related: [] }];
}
