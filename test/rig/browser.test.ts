import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser, TestBrowser } from './browser.ts';
import { survivorsOf } from './process-table.ts';
import { until } from './until.ts';

const PAGES: Readonly<Record<string, string>> = {
  '/well': '<title>well</title>',
  '/console': '<script>console.error("alas")</script>',
  '/exception': '<script>throw new Error("oops")</script>',
  '/policy': '<meta http-equiv="content-security-policy" content="script-src \'none\'"><script>1</script>',
  '/missing': '<img src="/nowhere">',
  '/refused': '<script>fetch("http://127.0.0.1:1/").catch(() => {})</script>',
  '/let-go':
    '<script>fetch("/slow", { signal: AbortSignal.timeout(0) }).catch(() => { document.title = "left" })</script>',
};

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/slow') return;
    const page = url === '/favicon.ico' ? '' : PAGES[url ?? ''];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describeInBrowser('a tab', (browser) => {
  it('is content with a page where nothing goes wrong', async () => {
    await using tab = await browser().open(`${origin}/well`);
    expect(await tab.page.title()).toBe('well');
  });

  it.each([
    ['an error on the console', '/console', /alas/],
    ['an exception', '/exception', /oops/],
    ['a violation of the content security policy', '/policy', /Content Security Policy/],
    ['an answer that is an error', '/missing', /404/],
    ['a request that nobody answers', '/refused', /ERR_UNSAFE_PORT|ERR_CONNECTION_REFUSED/],
  ])('fails a test for %s', async (_, address, trouble) => {
    const tab = await browser().open(origin + address);
    await tab.page.waitForLoadState('networkidle');
    await expect(tab[Symbol.asyncDispose]()).rejects.toThrow(trouble);
  });

  it('lets pass what a test has announced', async () => {
    await using tab = await browser().open(`${origin}/console`);
    tab.announce(/alas/);
    expect(tab.troubles).toEqual([]);
  });

  it('lets pass a request that the page itself has let go of', async () => {
    await using tab = await browser().open(`${origin}/let-go`);
    await tab.holds('document.title === "left"');
  });
});

describeInBrowser('a browser', () => {
  it('leaves no process and no file behind', async () => {
    const browser = await TestBrowser.launch();
    const tab = await browser.open(`${origin}/well`);
    const processes = survivorsOf(browser.home);
    const folders = [browser.home, ...processes.flatMap(({ argv }) => argv.flatMap(profileIn))];
    expect(folders.filter((folder) => existsSync(folder)).length).toBeGreaterThan(1);
    await tab[Symbol.asyncDispose]();
    await browser[Symbol.asyncDispose]();
    await until(() => survivorsOf(browser.home).length === 0, 'the browser to be gone');
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });
});

/** Where a browser keeps what it knows of its user. */
function profileIn(argument: string): readonly string[] {
  const [, folder] = /^--user-data-dir=(.+)$/.exec(argument) ?? [];
  return folder === undefined ? [] : [folder];
}
