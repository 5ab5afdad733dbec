import { parseDuration } from '../duration.ts';
import { forShell } from './compose-command.ts';
import { type ComposeValue, isList, mapOf, textOf, textsOf } from './compose-file.ts';
import type { DraftMap, DraftValue } from './draft.ts';

/** `curl` or `wget` asking this machine for one address: pom can ask by itself. */
const ASKS =
  /^(?:curl|wget)\s(?:.*\s)?["']?(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/[^\s"'$`;&|]*)?)["']?(?:\s*\|\|\s*exit\s+1)?$/;

/** Options of `curl` and `wget` after which the answer means something else. */
const ASKS_OTHERWISE = /\s(?:-X|-d|-H|-I|--request|--data|--header|--head|--method|--post-data)\b/;

/**
 * The `ready` check that a `healthcheck` comes to, or null. `start_period` has no counterpart, and needs none: a process
 * that is not ready yet is not held against it.
 */
export function readyOf(healthcheck: ComposeValue | undefined): DraftMap | null {
  const health = mapOf(healthcheck ?? null);
  const check = checkOf(health.test);
  if (check === null || health.disable === 'true') return null;
  return {
    ...check,
    ...duration('period', health.start_interval ?? health.interval),
    ...duration('timeout', health.timeout),
    ...count('failures', health.retries),
  };
}

function checkOf(test: ComposeValue | undefined): DraftMap | null {
  const words = textsOf(test);
  if (!isList(test)) return shellCheck(textOf(test));
  const [kind, ...rest] = words;
  if (kind === 'CMD-SHELL') return shellCheck(rest.join(' '));
  if (kind !== 'CMD' || rest.length === 0) return null;
  const url = addressIn(rest.join(' '));
  return url === null ? { exec: rest } : { http: url };
}

function shellCheck(text: string | null): DraftMap | null {
  const command = forShell(text ?? '');
  if (command === '' || command === 'NONE') return null;
  const url = addressIn(command);
  return url === null ? { exec: command } : { http: url };
}

function addressIn(command: string): string | null {
  return ASKS_OTHERWISE.test(command) ? null : (ASKS.exec(command)?.[1] ?? null);
}

function duration(key: string, value: ComposeValue | undefined): Readonly<Record<string, DraftValue>> {
  const text = textOf(value);
  const ms = text === null ? null : parseDuration(text);
  return text === null || ms === null || ms === 0 ? {} : { [key]: text };
}

function count(key: string, value: ComposeValue | undefined): Readonly<Record<string, DraftValue>> {
  const number = Number(textOf(value) ?? 0);
  return Number.isSafeInteger(number) && number > 0 ? { [key]: number } : {};
}
