import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PAGE_PATHS } from './page-files.ts';
import { httpProblem, type Problem } from './problem.ts';

export interface GuardOptions {
  /** What `Host` may be, in lower case. */
  readonly hosts: ReadonlySet<string>;
  readonly token: string;
}

/** Sites whose requests are the user's own: our page, and an address typed or opened from a program. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Whether a request is one of the user's own; asked before anything else looks at it, and of streams just as of the
 * rest.
 *
 * A web page anywhere can have the user's browser send requests here. What such a page cannot do is choose `Host`
 * (where its name was pointed at this machine, the name gives it away), `Origin` or `Sec-Fetch-Site`, and read our
 * token. Only programs leave the last two out.
 *
 * @returns what to refuse it with; null when it may pass.
 */
export function refusalOf(request: IncomingMessage, { hosts, token }: GuardOptions): Problem | null {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return httpProblem('malformed', 'the target of the request must be a path');
  const host = only(request, 'host');
  if (host === null) return httpProblem('malformed', 'a request must have exactly one Host');
  if (!hosts.has(host.toLowerCase())) {
    return httpProblem('foreign-host', 'this Host is not one that the session listens as');
  }
  if (all(request, 'origin').some((origin) => origin !== `http://${host.toLowerCase()}`)) {
    return httpProblem('foreign-origin', 'requests of other web pages are refused');
  }
  if (all(request, 'sec-fetch-site').some((site) => !OWN_SITES.has(site))) {
    return httpProblem('foreign-origin', 'requests of other web sites are refused');
  }
  if (!needsToken(target)) return null;
  const authorization = only(request, 'authorization');
  const given = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1] ?? null;
  if (given === null) return httpProblem('unauthorized', 'send the token as "Authorization: Bearer TOKEN"');
  return isSame(given, token) ? null : httpProblem('unauthorized', 'the token is not the one of this session');
}

/** Logs hold secrets, so reading takes the token as well. A browser that opens the page cannot send it yet. */
function needsToken(target: string): boolean {
  return !PAGE_PATHS.has(target.split('?', 1)[0] ?? target);
}

/** In a time that says nothing of either. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** Node keeps one of several headers of a name and says nothing of the others. */
function all({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.flatMap((header, index) =>
    index % 2 === 0 && header.toLowerCase() === name ? [rawHeaders[index + 1] ?? ''] : [],
  );
}

function only(request: IncomingMessage, name: string): string | null {
  const values = all(request, name);
  return values.length === 1 ? (values[0] ?? null) : null;
}
