import { err, ok, type Result } from '../model/result.ts';
import { httpProblem, type Problem } from './problem.ts';

export const MAX_BODY_BYTES = 64 * 1024;

/**
 * The text of a request that is to do something. Only JSON passes: everything that a form of another web page can send
 * without asking is called something else.
 */
export async function receiveBody(request: Request): Promise<Result<string, Problem>> {
  const [mediaType] = (request.headers.get('content-type') ?? '').split(';');
  if (mediaType?.trim().toLowerCase() !== 'application/json' || request.headers.has('content-encoding')) {
    return err(httpProblem('not-json', 'send JSON, as "Content-Type: application/json"'));
  }
  const tooLarge = httpProblem('too-large', `a body may have ${MAX_BODY_BYTES} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return err(tooLarge);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > MAX_BODY_BYTES) {
      await reader?.cancel();
      return err(tooLarge);
    }
    parts.push(part.value);
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    return err(httpProblem('malformed', 'the body is not UTF-8'));
  }
}
