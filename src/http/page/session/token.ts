/**
 * Where the page has its token from: the link that opened it, this tab's memory, or another tab of the same session.
 * It is taken out of the address at once, so that no screenshot, bookmark or copied address has it.
 */
const KEY = 'token';
const CHANNEL = 'pom-token';

/** How long another tab may take to answer: one that is there does so at once. */
const OTHER_TABS_MS = 200;

type Message = { readonly type: 'ask' } | { readonly type: 'tell'; readonly token: string };

/** @returns null when nobody knows one. */
export async function findToken(): Promise<string | null> {
  const given = takeFromAddress();
  if (given !== null) sessionStorage.setItem(KEY, given);
  return given ?? sessionStorage.getItem(KEY) ?? (await askOtherTabs());
}

/** Answers other tabs of this origin that ask. */
export function shareToken(token: string): void {
  sessionStorage.setItem(KEY, token);
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.type === 'ask') channel.postMessage({ type: 'tell', token } satisfies Message);
  });
}

/** After it has turned out to be wrong. */
export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}

function takeFromAddress(): string | null {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const token = parameters.get('token');
  if (token === null) return null;
  parameters.delete('token');
  const rest = parameters.toString();
  history.replaceState(null, '', rest === '' ? location.pathname : `#${rest}`);
  return token;
}

function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(CHANNEL);
  const answer = new Promise<string | null>((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.type === 'tell') resolve(data.token);
    });
    setTimeout(() => resolve(null), OTHER_TABS_MS);
  });
  channel.postMessage({ type: 'ask' } satisfies Message);
  return answer.finally(() => channel.close());
}
