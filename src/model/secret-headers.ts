import type { ProbeSpec } from './probe-spec.ts';
import type { ProcessSpec } from './process-spec.ts';

/** Headers whose value lets somebody in: `Authorization`, `Cookie`, `X-Api-Key`, `PRIVATE-TOKEN`. */
const SECRET = /auth|cookie|token|secret|passw|credential|session|key/i;

/** The spec as it may be shown: the values of headers that may be secret are `[redacted]`. */
export function withoutSecretHeaders(spec: ProcessSpec): ProcessSpec {
  return { ...spec, ready: concealed(spec.ready), alive: concealed(spec.alive) };
}

function concealed(probe: ProbeSpec | null): ProbeSpec | null {
  if (probe === null) return null;
  const checks = probe.checks.map((check) => {
    if (check.kind !== 'http') return check;
    const headers = [...check.headers].map(
      ([name, value]) => [name, SECRET.test(name) ? '[redacted]' : value] as const,
    );
    return { ...check, headers: new Map(headers) };
  });
  return { ...probe, checks };
}
