import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { KEYMAP } from '../../../../src/http/page/keys/keymap.ts';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const CONFIG = `
processes:
  web: {command: "seq -f 'line %.0f' 1 500; exec sleep 1000", ready: {exec: "true"}}
  worker: {command: "exec sleep 1000", depends_on: {web: ready}}
`;

/** More presses of the tab key than there are places to come to. */
const ENOUGH = 100;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http=127.0.0.1:0');
});

afterAll(() => project[Symbol.asyncDispose]());

/** What has the focus: its name, and whether it can be seen that it has it. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const shape = element.querySelector(':scope > rect');
  const hasOutline = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  const box = element.getBoundingClientRect();
  return {
    name: element.getAttribute('aria-label') ?? element.textContent.trim(),
    tag: element.tagName.toLowerCase(),
    isMarked: shape === null ? hasOutline : parseFloat(getComputedStyle(shape).strokeWidth) >= 2,
    isInSight: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
  };
})()`;

interface Focused {
  readonly name: string;
  readonly tag: string;
  readonly isMarked: boolean;
  readonly isInSight: boolean;
}

/** Where the tab key leads, once around. */
async function tabStops(page: Page): Promise<readonly Focused[]> {
  const stops: Focused[] = [];
  for (let press = 0; press < ENOUGH; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<Focused>(FOCUSED);
    if (focused.tag === 'body') return stops;
    stops.push(focused);
  }
  throw new Error(`the tab key never leaves the page: ${stops.map(({ name }) => name).join(' | ')}`);
}

/** All that a panel comes to show is there. */
const SETTLED: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  logs: async (page) => {
    await page.getByRole('scrollbar').waitFor();
    await page.getByRole('link', { name: /^worker, run 1/ }).waitFor();
  },
  graph: (page) => page.getByRole('link', { name: /^worker, running, depends/ }).waitFor(),
  processes: (page) => page.getByRole('button', { name: /^worker running/ }).waitFor(),
  timeline: (page) => page.getByRole('link', { name: /^worker, run 1/ }).waitFor(),
};

describeInBrowser('the page by keys alone', (browser) => {
  it.each([
    ['logs', 1280],
    ['graph', 1280],
    ['processes', 360],
    ['timeline', 360],
  ])('comes to everything by the tab key, visibly, and out again: %s, %d wide', async (panel, width) => {
    await using tab = await openPage(project, browser(), { viewport: { width, height: 740 } });
    const { page } = tab;
    await page.getByText('live', { exact: true }).waitFor();
    await page.evaluate(`location.hash = 'panel=${panel}'`);
    const controls = page.locator(':is(button, input, select, summary, [role=scrollbar]):visible');
    await SETTLED[panel]?.(page);
    const stops = await tabStops(page);
    expect(stops.filter(({ isMarked, isInSight }) => !isMarked || !isInSight)).toEqual([]);
    const reached = stops.filter(({ tag }) => ['button', 'input', 'select', 'summary', 'div'].includes(tag));
    expect(reached.length).toBeGreaterThanOrEqual(await controls.count());
    expect(stops.filter(({ name }) => name === '')).toEqual([]);
  });

  it('lists its keys, and lets go of them by the key that opened the list', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByText('live', { exact: true }).waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'keys' });
    await dialog.waitFor();
    expect(await dialog.getByRole('row').count()).toBe(KEYMAP.length);
    await page.keyboard.press('?');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('shows the list of keys from its beginning, also where it has to be scrolled', async () => {
    await using tab = await openPage(project, browser(), { viewport: { width: 360, height: 400 } });
    const { page } = tab;
    await page.getByText('live', { exact: true }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'keys' }).waitFor();
    const dialog = "document.querySelector('dialog')";
    await tab.holds(`${dialog}.scrollHeight > ${dialog}.clientHeight && ${dialog}.scrollTop === 0`);
    await page.keyboard.press('End');
    await tab.holds(`${dialog}.scrollTop > 0`);
  });

  it('does nothing of it while somebody types', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^web running/ }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('xrsd?');
    await page.getByText('0 found').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('xrsd?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: /^web running/ }).waitFor();
  });

  it('changes how the log is shown', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await log.getByText('line 500').waitFor();
    const pressed = (name: string, isOn: boolean) =>
      page.getByRole('button', { name, exact: true, pressed: isOn }).waitFor();
    for (const [key, name, isOn] of [
      ['w', 'wrap', false],
      ['t', 'time', true],
      ['z', 'zoom', false],
    ] as const) {
      await pressed(name, isOn);
      await page.keyboard.press(key);
      await pressed(name, !isOn);
      await page.keyboard.press(key);
      await pressed(name, isOn);
    }
    await page.keyboard.press('e');
    await tab.holds('location.hash === "#stream=stdout"');
    await page.keyboard.press('e');
    await log.getByText('no lines').waitFor();
    await page.keyboard.press('e');
    await log.getByText('line 500').waitFor();
  });

  it('goes around in the graph', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByText('live', { exact: true }).waitFor();
    await page.keyboard.press('d');
    const box = page.getByRole('link', { name: /^worker, running.*depends on web/ });
    await box.focus();
    await page.keyboard.press('ArrowLeft');
    await tab.holds('document.activeElement.dataset.name === "web"');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('line 500').waitFor();
    expect(page.url()).toMatch(/#process=web$/);
  });

  it('chooses a span of time, and lets go of it', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: 'choose a span' }).focus();
    await page.keyboard.press('Enter');
    const begin = page.getByRole('slider', { name: 'beginning of the span' });
    await begin.focus();
    const before = Number(await begin.getAttribute('aria-valuenow'));
    await page.keyboard.press('Shift+ArrowLeft');
    await tab.holds(`Number(document.querySelector('.handle').getAttribute('aria-valuenow')) < ${before}`);
    await page.keyboard.press('Escape');
    await begin.waitFor({ state: 'detached' });
  });
});
