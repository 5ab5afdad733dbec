/** The page of a project's session, as somebody opens it. */

import type { TestBrowser, WindowOptions } from './browser.ts';
import type { Project } from './project.ts';
import type { Tab } from './tab.ts';

/** What `pom open --json` prints. */
export interface OpenAnswer {
  readonly origin: string;
  readonly api: string;
  readonly token: string;
  readonly link: string;
}

/** Where the page of a running session is. */
export async function whereIs(project: Project): Promise<OpenAnswer> {
  const { stdout, stderr, exitCode } = await project.pom(['open', '--json']);
  if (exitCode !== 0) throw new Error(`pom open ended with ${exitCode}:\n${stderr}`);
  return JSON.parse(stdout) as OpenAnswer;
}

/** Follows the link to the page of a running session. */
export async function openPage(project: Project, browser: TestBrowser, options: WindowOptions = {}): Promise<Tab> {
  const { link } = await whereIs(project);
  return browser.open(link, options);
}
