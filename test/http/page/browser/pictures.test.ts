/**
 * What the page looks like: pictures for people, in `dist/screenshots`. `npm run screenshots` makes them, and so does every
 * run of the tests; look at them after a change of what is shown.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', '..', 'dist', 'screenshots');

const CONFIG = `
name: shop
http: true
processes:
  db: {command: "echo listening on port 5432; exec sleep 1000", ready: {log: listening}}
  migrate: {command: "echo applied 3 migrations", depends_on: {db: {condition: ready}}, restart: never}
  api:
    command: |
      i=0
      while [ $i -lt 400 ]; do
        i=$((i+1)); printf '\\033[32mINFO\\033[0m request %s GET /users/%s \\033[2m200 in 3 ms\\033[0m\\n' $i $i
        [ $((i % 40)) = 0 ] && printf '\\033[33mWARN\\033[0m slow query: select * from users where id = %s\\n' $i >&2
      done
      exec sleep 1000
    depends_on: {migrate: {condition: completed}}
    ready: {exec: "true"}
  web: {command: "echo ready on http://localhost:3000; exec sleep 1000", depends_on: {api: {condition: ready}}}
  worker:
    command: "echo begin; sleep 0.3; echo 'Error: connection refused by queue:5672' >&2; exit 3"
    depends_on: {api: {condition: ready}}
    restart: {policy: on-failure, max_restarts: 3, backoff: {initial: 200ms, max: 400ms}}
  report: {command: "echo nothing to report", schedule: {cron: "0 4 * * *"}}
`;

const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];

let project: Project;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  project = await createProject({ 'pom.yaml': CONFIG });
  expect(await project.pom(['up', '-d'])).toMatchObject({ exitCode: 0 });
  await project.pom(['wait', 'worker', '--for', 'stopped']);
});

afterAll(() => project[Symbol.asyncDispose]());

/** What somebody does before the picture, and the panel that a narrow screen shows then. */
const SCENES: Readonly<Record<string, (page: Page, isNarrow: boolean) => Promise<void>>> = {
  running: async (page) => {
    await page.getByRole('log').getByText('request 400').waitFor();
  },
  processes: async (page, isNarrow) => {
    if (isNarrow) await page.getByRole('button', { name: 'processes', exact: true }).click();
    await page.getByRole('button', { name: 'worker crashed' }).click();
  },
  searching: async (page) => {
    await page.getByRole('searchbox').fill('slow query');
    await page.getByText('10 found').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[aria-current=location]').waitFor();
  },
  'crash on the timeline': async (page, isNarrow) => {
    if (isNarrow) await page.getByRole('button', { name: 'timeline', exact: true }).click();
    await page
      .getByRole('link', { name: /^worker.*(code 3|ended badly)/ })
      .last()
      .click();
    await page.getByRole('slider', { name: 'end of the span' }).waitFor();
  },
  graph: async (page, isNarrow) => {
    if (isNarrow) await page.getByRole('button', { name: 'graph', exact: true }).click();
    else await page.keyboard.press('d');
    await page.getByRole('link', { name: 'web, running, depends on api (ready)' }).waitFor();
  },
  help: async (page) => {
    await page.getByRole('button', { name: 'help' }).click();
    await page.getByRole('dialog', { name: 'keys' }).waitFor();
  },
};

/** When what a change of colours has drawn is on the screen. */
const DRAWN = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))';

describeInBrowser('pictures of the page, light and dark:', (browser) => {
  const cases = Object.keys(SCENES).flatMap((scene) => SIZES.map((viewport) => ({ scene, ...viewport })));

  it.each(cases)('$scene, $width x $height', async ({ scene, width, height }) => {
    const isNarrow = width < 760;
    await using tab = await openPage(project, browser(), {
      viewport: { width, height },
      reducedMotion: 'reduce',
      hasTouch: isNarrow,
    });
    await tab.page.getByText('live', { exact: true }).waitFor();
    await SCENES[scene]?.(tab.page, isNarrow);
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.page.emulateMedia({ colorScheme });
      await tab.page.evaluate(DRAWN);
      const name = `${scene.replaceAll(' ', '-')}-${width}-${colorScheme}.png`;
      await tab.page.screenshot({ path: path.join(FOLDER, name) });
    }
    const tooWide = await tab.page.evaluate('document.scrollingElement.scrollWidth - innerWidth');
    expect(tooWide).toBeLessThanOrEqual(0);
  });
});
