/** A long log on the page: a million lines, most of them on disk. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';
import type { Tab } from '../../../rig/tab.ts';

const LINES = 1_000_000;

const CONFIG = `
logs: {memory: 2MiB, persist: {max_bytes: 1GiB}}
processes:
  bulk: {command: "seq -f 'line %.0f of a million' 1 ${LINES}"}
`;

/** Elements that a page of a few lines has, and those of the lines that it keeps, with room for more. */
const MOST_ELEMENTS = 600 * 5 + 500;

const WRITING_MS = 120_000;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  // Until all of it is stored.
  await project.up('--http=127.0.0.1:0', '--timeout', '100s');
}, WRITING_MS);

afterAll(() => project[Symbol.asyncDispose]());

/** Notes in the page what has kept it from answering for longer than 50 ms. */
async function noteLongTasks({ page }: Tab): Promise<void> {
  await page.evaluate(`
    globalThis.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask', buffered: true });
  `);
}

function elements({ page }: Tab): Promise<number> {
  return page.evaluate('document.querySelectorAll("*").length');
}

describeInBrowser('a million lines on the page', (browser) => {
  it('are at hand from the first to the last, and only some of them are in the page', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    const line = (number: number) => log.getByText(`line ${number} of a million`, { exact: true });
    const took: Record<string, number> = {};
    const timed = async (name: string, work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      took[name] = Math.round(performance.now() - began);
      expect(await elements(tab)).toBeLessThan(MOST_ELEMENTS);
    };
    await noteLongTasks(tab);
    await timed('the end', () => line(LINES).waitFor());
    await timed('the beginning', async () => {
      await page.keyboard.press('g');
      await line(1).waitFor();
    });
    await timed('the middle', async () => {
      const rail = await page.getByRole('scrollbar').boundingBox();
      await page.mouse.click((rail?.x ?? 0) + 5, (rail?.y ?? 0) + (rail?.height ?? 0) / 2);
      await log
        .getByText(/^line (49|50)\d{4} of a million$/)
        .first()
        .waitFor();
    });
    await timed('twenty screens up', async () => {
      await log.hover();
      for (let screen = 0; screen < 20; screen += 1) await page.mouse.wheel(0, -600);
    });
    await timed('a search', async () => {
      await page.getByRole('searchbox').fill('line 123456 of');
      await page.getByText('1 found').waitFor();
    });
    await timed('its match', async () => {
      await page.keyboard.press('Enter');
      await page.locator('[aria-current=location]').getByText('line 123456 of').waitFor();
    });
    await timed('the end again', async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('G');
      await line(LINES).waitFor();
    });
    await timed('nothing but matches', async () => {
      await page.getByRole('searchbox').fill('99 of');
      await page.getByRole('button', { name: 'only lines that match' }).click();
      await page.getByText('10,000 found').waitFor();
      await line(LINES - 1).waitFor();
      await line(LINES).waitFor({ state: 'detached' });
    });
    const longTasks = await page.evaluate<readonly number[]>('globalThis.longTasks');
    // For people: a busy machine makes any limit wrong now and then.
    process.stdout.write(`ms until there: ${JSON.stringify(took)}; long tasks, ms: ${JSON.stringify(longTasks)}\n`);
  }, 120_000);
});
