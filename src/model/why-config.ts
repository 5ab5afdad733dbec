import type { Diagnostic } from './diagnostic.ts';
import type { ReloadSummary } from './reload-plan.ts';
import { type WhyAnswer, type WhyCode, type WhyLink, whyLink } from './why.ts';

/** How the configuration on disk is another one than the one that runs. */
export type OtherConfiguration =
  | {
      readonly is: 'refused';
      readonly diagnostics: readonly Diagnostic[];
      /** Of the processes in it; null when the text cannot be read as far as that. */
      readonly names: readonly string[] | null;
    }
  /** It could be loaded, and nobody has asked for that. */
  | { readonly is: 'newer'; readonly plan: ReloadSummary };

/** An answer with the configuration on disk as its last reason, where that is another one for the process. */
export function withConfiguration(answer: WhyAnswer, other: OtherConfiguration | null): WhyAnswer {
  const link = other === null ? null : configurationLink(answer, other);
  if (link === null) return answer;
  const next = [...new Set([...answer.next, ...configurationAdvice(link.code)])];
  return { ...answer, chain: [...answer.chain, link], next };
}

/** Of a process that the running configuration does not have. Null: the one on disk does not have it, either. */
export function explainUnloaded(name: string, other: OtherConfiguration): WhyAnswer | null {
  const isThere = other.is === 'newer' ? other.plan.added.includes(name) : (other.names?.includes(name) ?? true);
  if (!isThere) return null;
  const status = 'stopped';
  const root =
    other.is === 'newer'
      ? whyLink(name, 'config-newer', status, 'is in the one on disk, which nobody has loaded')
      : whyLink(
          name,
          'config-refused',
          status,
          `cannot be loaded from the one on disk: ${mistakes(other.diagnostics)}`,
        );
  const chain = [whyLink(name, 'not-loaded', status, 'is not in the configuration that runs'), root];
  return { name, status, chain, lines: [], next: configurationAdvice(root.code), configError: null };
}

/** What to do for the configuration on disk to be the one that runs. */
export function configurationAdvice(code: WhyCode): readonly string[] {
  if (code === 'config-refused') return ['pom check'];
  return code === 'config-newer' ? ['pom reload ("pom plan" shows what that does)'] : [];
}

function configurationLink({ name, status }: WhyAnswer, other: OtherConfiguration): WhyLink | null {
  const older = 'is as an older configuration has it; the one on disk';
  if (other.is === 'refused') {
    return whyLink(name, 'config-refused', status, `${older} cannot be loaded: ${mistakes(other.diagnostics)}`);
  }
  const { removed, restarted, updated } = other.plan;
  if (removed.includes(name)) return whyLink(name, 'config-newer', status, `${older} no longer has it`);
  const keys = [...restarted, ...updated].find((changed) => changed.name === name)?.keys ?? [];
  return keys.length === 0 ? null : whyLink(name, 'config-newer', status, `${older} has another ${keys.join(', ')}`);
}

/** The first one: `pom.yaml:7:5 unknown key "restrat" (and 2 more mistakes)`. */
function mistakes(diagnostics: readonly Diagnostic[]): string {
  const [first, ...others] = diagnostics.filter(({ severity }) => severity === 'error');
  if (first === undefined) return 'it has mistakes';
  const { at, message } = first;
  const where = at === null ? '' : `${at.file}:${at.line}:${at.column} `;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${where}${message}${more}`;
}
