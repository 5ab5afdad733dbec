import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { obey } from '../../../rig/command.ts';
import type { ObedientChild } from '../../../rig/obedient-child.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const CONFIG = `
logs: {max_line_bytes: 2MiB}
processes:
  talker: {command: '${obey('talker')}'}
  counter: {command: "seq -f 'count %.0f' 1 3000; exec sleep 1000"}
`;

let project: Project;
let talker: ObedientChild;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http=127.0.0.1:0');
  talker = await project.spawned('talker');
  await project.logged('counter', /^.*count 3000$/);
});

afterAll(() => project[Symbol.asyncDispose]());

/** How far the end of the log is below what is in sight, CSS pixels. */
const BELOW_SIGHT =
  '(([log]) => log.scrollHeight - log.clientHeight - log.scrollTop)([document.querySelector(".log")])';

describeInBrowser('the log on the page', (browser) => {
  it('follows the end, until somebody scrolls up, and follows again when asked to', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await log.getByText('count 3000', { exact: true }).waitFor();
    await page.locator('.follow[aria-pressed=true]').waitFor();
    await talker.print('news\n');
    await log.getByText('news', { exact: true }).waitFor();
    await tab.holds(`${BELOW_SIGHT} < 4`);

    await log.hover();
    await page.mouse.wheel(0, -2000);
    await page.locator('.follow[aria-pressed=false]').waitFor();
    await tab.holds(`${BELOW_SIGHT} > 1000`);
    await talker.print('later\n');
    await project.logged('talker', /later/);
    expect(await page.evaluate(`${BELOW_SIGHT} > 1000`)).toBe(true);
    await page.keyboard.press('f');
    await log.getByText('later', { exact: true }).waitFor();
    await tab.holds(`${BELOW_SIGHT} < 4`);
  });

  it('finds matches over the whole history, one after the other', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^counter/ }).click();
    await page.getByRole('log').getByText('count 3000', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('count 17');
    await page.getByText('111 found').waitFor();
    await page.keyboard.press('Enter');
    const target = page.locator('[aria-current=location]');
    await target.getByText('count 1799').waitFor();
    await page.keyboard.press('Enter');
    await target.getByText('count 1798').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await target.getByText('count 1799').waitFor();
    await page.keyboard.press('N');
    await target.getByText('count 1798').waitFor();
    expect(await target.locator('.match').textContent()).toBe('count 17');
  });

  it('shows only what matches when asked to, by regular expression and without case too', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await log.getByText('count 3000', { exact: true }).waitFor();
    await page.getByRole('searchbox').fill('COUNT 1(3|4)7$');
    await page.getByRole('button', { name: 'regular expression' }).click();
    await page.getByText('0 found').waitFor();
    await page.getByRole('button', { name: 'match case' }).click();
    await page.getByText('2 found').waitFor();
    await page.getByRole('button', { name: 'only lines that match' }).click();
    await tab.holds('document.querySelectorAll(".log .line").length === 2');
    expect(await log.locator('.text').allTextContents()).toEqual(['count 137', 'count 147']);
    await page.getByRole('searchbox').fill('(');
    await page
      .getByText(/missing|unclosed|expression/i)
      .first()
      .waitFor();
    tab.announce(/400/);
  });

  it('goes to the oldest line and back to the newest', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await page.getByRole('button', { name: /^counter/ }).click();
    await log.getByText('count 3000', { exact: true }).waitFor();
    await page.keyboard.press('g');
    await log.getByText('the beginning of what is stored').waitFor();
    await log.getByText('count 1', { exact: true }).waitFor();
    await page.keyboard.press('G');
    await log.getByText('count 3000', { exact: true }).waitFor();
    await tab.holds(`${BELOW_SIGHT} < 4`);
  });

  it('shows one output when asked to', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await talker.print('to stderr\n', 'stderr');
    await page.getByRole('log').getByText('to stderr').waitFor();
    await page.getByRole('combobox', { name: 'which output' }).selectOption('stderr');
    await tab.holds('document.querySelectorAll(".log .line").length === 1');
  });

  it('shows hostile text as text', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await page.getByRole('button', { name: /^talker/ }).click();
    await talker.print(
      [
        '<img src=x onerror="document.title=1"><script>document.title=2</script>',
        '</div></script><style>*{display:none}</style>',
        'javascript:alert(1) {{constructor}} %s &amp; &#60;',
        '\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07\x1b]8;;http://elsewhere/\x07link\x1b]8;;\x07',
        'nul\0 bell\x07 back\b del\x7f',
        'bidi \u202egnp.exe\u202c \u2066isolate\u2069',
        `long ${'x'.repeat(1024 * 1024)}`,
        'the end of it',
      ]
        .map((line) => `${line}\n`)
        .join(''),
    );
    await talker.print(new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0x0a]));
    await log.getByText('the end of it').waitFor();
    await log.getByText('<img src=x onerror="document.title=1"><script>document.title=2</script>').waitFor();
    await log.getByText('javascript:alert(1) {{constructor}} %s &amp; &#60;').waitFor();
    await log
      .getByText(/^long x+/)
      .getByText(/and 1,?046,?581 more characters/)
      .waitFor();
    expect(
      await page.locator('.log :is(img, script, style, iframe, a[href^="http"], a[href^="javascript"])').count(),
    ).toBe(0);
    const texts = (await log.locator('.text').allTextContents()).join('\n');
    expect(texts).not.toMatch(/[\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]/);
    expect(await log.locator('.fg-1').textContent()).toBe('red');
    expect(await page.title()).not.toMatch(/[12]/);
  });
});
