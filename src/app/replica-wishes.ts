import type { ProjectSpec } from '../model/project-spec.ts';
import { withReplicas } from '../model/replicas.ts';

/** What somebody asked for. */
interface Wish {
  readonly replicas: number;
  /** What the configuration said when it was asked for. */
  readonly written: number;
}

/**
 * The numbers of replicas that were asked for by `pom scale`. Each counts over what the files say for as long as the
 * files say what they said then: whoever edits `replicas` has spoken last.
 */
export class ReplicaWishes {
  readonly #wishes = new Map<string, Wish>();

  /** @param written what the configuration says. */
  add(set: string, replicas: number, written: number): void {
    if (replicas === written) this.#wishes.delete(set);
    else this.#wishes.set(set, { replicas, written });
  }

  /** The project, as the files have it, with what was asked for. */
  applyTo(project: ProjectSpec): ProjectSpec {
    const counts = [...this.#wishes].filter(([set, wish]) => isCurrent(set, wish, project));
    return withReplicas(project, new Map(counts.map(([set, { replicas }]) => [set, replicas])));
  }

  /** Forgets those that an edit has overtaken. @param project as the files have it. */
  forgetEdited(project: ProjectSpec): void {
    for (const [set, wish] of this.#wishes) if (!isCurrent(set, wish, project)) this.#wishes.delete(set);
  }
}

function isCurrent(set: string, { written }: Wish, { declared }: ProjectSpec): boolean {
  return declared.get(set)?.replicas === written;
}
