import { stat } from 'node:fs/promises';
import { type AskOnce, badError, good } from './probe-answer.ts';

/** Good when something is at `path`. */
export function fileProbe(path: string): AskOnce {
  return () => stat(path).then(() => good('is there'), badError);
}
