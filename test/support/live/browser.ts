import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';

declare const PROJECT_ROOT: string;

/** Where pictures of pages are kept, for who wants to look at them. */
const PICTURES = path.join(PROJECT_ROOT, 'dist/pages');

/** On what a page is looked at. */
export interface Screen {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** A page that is open in a browser. */
export interface OpenPage {
  readonly page: Page;
  /** What it said on the console, threw, or asked the network for, besides its own file. */
  readonly complaints: readonly string[];
}

let browser: Promise<Browser> | undefined;

/** Debian's Chromium, without a window, once for all tests of a file; close it by {@link closeBrowser}. */
function openBrowser(): Promise<Browser> {
  browser ??= puppeteer.launch({
    executablePath: '/usr/bin/chromium',
    // root has no sandbox there, and the pages are procdoc's own.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** Opens a file in a tab of its own for as long as `use` runs. */
export async function withPage(
  file: string,
  {width, scheme}: Screen,
  use: (open: OpenPage) => Promise<void>,
): Promise<void> {
  const page = await (await openBrowser()).newPage();
  const complaints: string[] = [];
  page.on('console', message => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', error => complaints.push(`error: ${error}`));
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const own = `file://${file}`;
  page.on('request', request => {
    if (request.url().split('#')[0] !== own) complaints.push(`request: ${request.url().slice(0, 200)}`);
  });
  try {
    await page.setViewport({width, height: 900});
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
    await page.goto(own);
    await use({page, complaints});
  } finally {
    await page.close();
  }
}

/** Holds a page to the rules of axe: what people with a screen reader, a keyboard or weak eyes can't use. */
export async function holdToAxe(page: Page): Promise<void> {
  // By the protocol of the browser, which the policy of the page doesn't bind.
  await page.evaluate(`${axe.source}; 0`);
  const violations = await page.evaluate(`axe.run().then(({violations}) =>
    violations.map(({id, nodes}) => id + ': ' + nodes.slice(0, 3).map(({html}) => html.slice(0, 200)).join(' | ')))`);
  assert.deepEqual(violations, []);
}

/** Keeps a picture of what is in sight. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, {recursive: true});
  await page.screenshot({path: path.join(PICTURES, `${name}.png`)});
}
