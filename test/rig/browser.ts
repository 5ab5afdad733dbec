/** The page in a real browser: Debian's chromium, driven by playwright-core. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { MARKER } from './process-table.ts';
import { Tab } from './tab.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** How a window looks. */
export type WindowOptions = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch' | 'reducedMotion'>;

/**
 * `describe` for tests that need a browser: visibly skipped where there is none.
 *
 * @param tests `browser()` is the one browser of this block while its tests run.
 */
export function describeInBrowser(name: string, tests: (browser: () => TestBrowser) => void): void {
  if (executable() === null) {
    describe.skip(`${name} (skipped: no browser; install chromium, or set CHROMIUM to one)`, () => tests(noBrowser));
    return;
  }
  describe(name, () => {
    let browser: TestBrowser | null = null;
    beforeAll(async () => {
      browser = await TestBrowser.launch();
    });
    afterAll(() => browser?.[Symbol.asyncDispose]());
    tests(() => browser ?? noBrowser());
  });
}

/** A browser without a history, which leaves nothing behind. Whoever launches it disposes of it. */
export class TestBrowser implements AsyncDisposable {
  /** Its own folder; by it the process table knows what belongs to it. */
  readonly home: string;
  readonly #browser: Browser;

  private constructor(browser: Browser, home: string) {
    this.#browser = browser;
    this.home = home;
  }

  /** @throws when there is none on this machine. */
  static async launch(): Promise<TestBrowser> {
    const executablePath = executable();
    if (executablePath === null) return noBrowser();
    const home = await mkdtemp(path.join(tmpdir(), 'rig-browser-'));
    const browser = await chromium.launch({
      executablePath,
      // Root has no sandbox: that is how containers run their tests.
      chromiumSandbox: process.getuid?.() !== 0,
      // In a container /dev/shm has 64 MB.
      args: ['--disable-dev-shm-usage'],
      // All that it writes is in a folder of its own.
      env: { ...inherited(), HOME: home, TMPDIR: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, [MARKER]: home },
    });
    return new TestBrowser(browser, home);
  }

  /** A window of somebody who has never been here. */
  async window(options: WindowOptions = {}): Promise<TestWindow> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      ...options,
    });
    return new TestWindow(context);
  }

  /** A tab with this address, in a window of its own. */
  async open(url: string, options: WindowOptions = {}): Promise<Tab> {
    const window = await this.window(options);
    return window.open(url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Tabs that share what a site stores: those of one person. It ends with the last of its tabs. */
export class TestWindow {
  readonly #context: BrowserContext;

  constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** Dispose of the tab with `await using`: that fails the test when anything went wrong in it. */
  async open(url: string): Promise<Tab> {
    const tab = new Tab(await this.#context.newPage());
    await tab.page.goto(url);
    return tab;
  }
}

/** Null when there is no browser. */
function executable(): string | null {
  const places = process.env.CHROMIUM === undefined ? PLACES : [process.env.CHROMIUM];
  return places.find((place) => existsSync(place)) ?? null;
}

function noBrowser(): never {
  throw new Error('Internal error: there is no browser now');
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
