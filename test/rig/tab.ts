import type { Page } from 'playwright-core';
import { until } from './until.ts';
import { PATIENCE_MS } from './within.ts';

/** What a browser says when a page lets go of a request itself. */
const LET_GO = 'net::ERR_ABORTED';

/**
 * A tab that keeps a list of everything that goes wrong in it: errors on its console (violations of the content security
 * policy are such), exceptions that nobody caught, requests that failed. What a test expects of these it announces; of
 * anything else the test fails when it disposes of the tab.
 */
export class Tab implements AsyncDisposable {
  /** Its waits end after `PATIENCE_MS`. */
  readonly page: Page;
  readonly #troubles: string[] = [];
  readonly #announced: RegExp[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') this.#troubles.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#troubles.push(`exception: ${error.stack ?? error.message}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? 'it is not known why';
      if (why !== LET_GO) this.#troubles.push(`request: ${request.method()} ${request.url()}: ${why}`);
    });
  }

  /** What went wrong so far, and was not announced. */
  get troubles(): readonly string[] {
    return this.#troubles.filter((trouble) => !this.#announced.some((pattern) => pattern.test(trouble)));
  }

  /**
   * Waits until an expression is true in the page. What a locator can wait for, it does better.
   *
   * Playwright's own `waitForFunction` makes functions of text inside the page, which a strict policy forbids.
   */
  async holds(expression: string): Promise<void> {
    await until(async () => (await this.page.evaluate(expression)) === true, `this to hold in the page: ${expression}`);
  }

  /** What goes wrong like this, before or after, is as it should be. */
  announce(pattern: RegExp): void {
    this.#announced.push(pattern);
  }

  /**
   * Closes it, and its window when it is the last.
   *
   * @throws when anything went wrong that was not announced.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const context = this.page.context();
    await this.page.close();
    if (context.pages().length === 0) await context.close();
    if (this.troubles.length > 0) throw new Error(`went wrong in the browser:\n${this.troubles.join('\n')}`);
  }
}
