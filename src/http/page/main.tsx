/** The page of a session: what runs when a browser opens it. */
import { render } from 'preact';
import { Api } from './api/api.ts';
import { listenToKeys } from './keys/listen.ts';
import { App } from './layout/app.tsx';
import { NoToken } from './layout/no-token.tsx';
import { LiveSession } from './session/live-session.ts';
import { findToken, forgetToken, shareToken } from './session/token.ts';
import { PageState, PageStateProvider } from './view/page-state.ts';
import './theme.css';

async function main(): Promise<void> {
  const token = await findToken();
  if (token === null) return render(<NoToken why="missing" />, document.body);
  const api = new Api(token);
  const live = new LiveSession(api);
  const page = new PageState(api, live);
  listenToKeys(page.actions);
  const ended = new AbortController();
  live.connection.subscribe((connection) => {
    if (connection === 'live') shareToken(token);
    if (connection !== 'unauthorized') return;
    ended.abort();
    forgetToken();
    render(<NoToken why="wrong" />, document.body);
  });
  render(
    <PageStateProvider value={page}>
      <App />
    </PageStateProvider>,
    document.body,
  );
  await live.run(ended.signal);
}

void main();
