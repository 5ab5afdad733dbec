import type { Failure } from '../../model/failure.ts';
import { failureMessage } from '../../model/failure-message.ts';

/** What a person reads on standard error. Mistakes in the configuration are shown where they are written. */
export async function failureText(failure: Failure, color: boolean): Promise<string> {
  if (failure.reason !== 'invalid-config') return `pom: ${failureMessage(failure)}`;
  const { renderDiagnostics } = await import('../../config/index.ts');
  return renderDiagnostics(failure.diagnostics, { color });
}
