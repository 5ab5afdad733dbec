import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';
import type { Tab } from '../../../rig/tab.ts';

const MODULES = path.join(import.meta.dirname, '..', '..', '..', '..', 'node_modules');
const AXE = readFileSync(path.join(MODULES, 'axe-core', 'axe.min.js'), 'utf8');

/** One process for each way of being, and every colour that text of a child can have. */
const COLORS = Array.from(
  { length: 16 },
  (_, color) => `\\\\033[38;5;${color}mfg${color}\\\\033[0m \\\\033[48;5;${color}mbg${color}\\\\033[0m`,
);

const CONFIG = `
processes:
  colors: {command: "printf '${COLORS.join('\\\\n')}\\\\n\\\\033[1mbold\\\\033[0m \\\\033[2mdim\\\\033[0m \\\\033[7minverse\\\\033[0m\\\\n'; exec sleep 1000"}
  ready: {command: "exec sleep 1000", ready: {exec: "true"}}
  unready: {command: "exec sleep 1000", ready: {exec: "false"}}
  done: {command: "true"}
  crashed: {command: "echo alas >&2; exit 3"}
  trying: {command: "exit 1", restart: {policy: always, backoff: {initial: 1h, max: 1h}}}
  waits: {command: "true", depends_on: {unready: ready}}
  skipped: {command: "true", depends_on: {crashed: completed_successfully}}
  off: {command: "true", autostart: false}
`;

/** Of a box of the graph axe takes the title, which is shown for a while only, for a part of its text. */
const NAME_MISMATCH = 'label-content-name-mismatch';

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  expect(await project.pom(['up', '-d', '--http=127.0.0.1:0'])).toMatchObject({ exitCode: 0 });
  await project.pom(['wait', 'crashed', '--for', 'exit']);
});

afterAll(() => project[Symbol.asyncDispose]());

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** WCAG 2.2 AA, and good practice. */
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong, for people. */
async function violationsIn({ page }: Tab, rules: readonly string[]): Promise<readonly string[]> {
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>(
    `axe.run({ runOnly: ${JSON.stringify(rules)} })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => id !== NAME_MISMATCH || !html.startsWith('<a class="box'))
      .map(({ html, failureSummary }) => `${id} (${help}): ${html}\n  ${failureSummary}`),
  );
}

/** What is looked at: by the panel that a narrow screen shows. */
const SCENES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  logs: (page) => page.getByRole('log').getByText('inverse').waitFor(),
  processes: (page) => page.getByRole('button', { name: /^crashed crashed/ }).waitFor(),
  timeline: (page) =>
    page
      .getByRole('link', { name: /^ready/ })
      .first()
      .waitFor(),
  graph: (page) => page.getByRole('link', { name: /^waits, waits for/ }).waitFor(),
};

describeInBrowser('the page, for everybody,', (browser) => {
  it.each([
    { panel: 'logs', width: 1280 },
    { panel: 'graph', width: 1280 },
    { panel: 'processes', width: 360 },
    { panel: 'timeline', width: 360 },
  ])('has roles, names and contrast on light and on dark: $panel, $width wide', async ({ panel, width }) => {
    await using tab = await openPage(project, browser(), { viewport: { width, height: 740 }, colorScheme: 'light' });
    await tab.page.getByText('live', { exact: true }).waitFor();
    await tab.page.evaluate(`location.hash = 'panel=${panel}'`);
    await SCENES[panel]?.(tab.page);
    await tab.page.evaluate(AXE);
    expect(await violationsIn(tab, ALL_RULES)).toEqual([]);
    await tab.page.emulateMedia({ colorScheme: 'dark' });
    expect(await violationsIn(tab, ['color-contrast'])).toEqual([]);
  });

  it.each([360, 759, 760])('has no part that is wider than a screen of %d', async (width) => {
    await using tab = await openPage(project, browser(), { viewport: { width, height: 740 } });
    await tab.page.getByText('live', { exact: true }).waitFor();
    for (const [panel, isThere] of Object.entries(SCENES)) {
      await tab.page.evaluate(`location.hash = 'panel=${panel}'`);
      if (panel !== 'processes' || width < 760) await isThere(tab.page);
      expect(await tab.page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  });
});
