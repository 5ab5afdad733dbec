import type { ProjectSpec } from '../model/project-spec.ts';
import { summarize } from '../model/reload-plan.ts';
import type { OtherConfiguration } from '../model/why-config.ts';
import { fingerprint } from '../watch/file-state.ts';
import type { Reloader } from './reloader.ts';

/**
 * What the configuration on disk is to the one that runs. The files are read only when one of them has changed since:
 * who looks at a dashboard asks every second, and 300 processes take a tenth of one to load.
 */
export class DiskConfiguration {
  readonly #reloader: Reloader;
  #known: Known | null = null;

  constructor(reloader: Reloader) {
    this.#reloader = reloader;
  }

  /** Null: it is the one that runs, or is just being loaded. */
  other(): OtherConfiguration | null {
    const { rejected, project } = this.#reloader;
    if (project.reload === 'auto') return rejected === null ? null : { is: 'refused', ...rejected };
    const known = this.#known;
    if (known !== null && known.project === project && known.prints === printsOf(known.sources)) return known.other;
    this.#known = this.#read(project);
    return this.#known.other;
  }

  #read(project: ProjectSpec): Known {
    // Before the files are read: an edit between the two is seen the next time.
    const expected = this.#known?.sources ?? project.sources;
    const before = printsOf(expected);
    const read = this.#reloader.read();
    const refused = !read.ok && read.failure.reason === 'invalid-config' ? read.failure : null;
    const sources = read.ok ? read.value.next.sources : (refused?.sources ?? project.sources);
    const other: OtherConfiguration | null = read.ok
      ? { is: 'newer', plan: summarize(read.value) }
      : refused && { is: 'refused', ...refused };
    const isExpected = sources.join('\0') === expected.join('\0');
    return { project, sources, prints: isExpected ? before : null, other };
  }
}

interface Known {
  /** What ran when the files were read. */
  readonly project: ProjectSpec;
  readonly sources: readonly string[];
  /** Null: of files that nobody expected, so they are read once more. */
  readonly prints: string | null;
  readonly other: OtherConfiguration | null;
}

function printsOf(sources: readonly string[]): string {
  return sources.map(fingerprint).join(' ');
}
