// The report of a real run of the flagship, and its comparison: open to everyone, by keyboard, in light and dark, and on paper.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { violationsOf } from './axe.ts';
import { findChromium, startChromium } from './chromium.ts';

const path = findChromium();

describe.skipIf(path === null)('the report of the flagship', { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antipode-flagship-'));
    const run = ['run', 'scenarios/flagship', '--seeds', '2', '--requests', '4000', '--quiet'];
    const { code, err } = await runCli([...run, '--out', folder]);
    // So short a run may miss a threshold; the report is there all the same.
    if (code !== 0 && code !== 4) throw new Error(err);
    await runCli(['compare', join(folder, 'result.json'), '--html', join(folder, 'compare.html')]);
    browser = await startChromium(path ?? '');
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  async function open(file: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(0);
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, file)).href);
    return page;
  }

  const looks = [
    { file: 'report.html', colorScheme: 'light', width: 1280 },
    { file: 'report.html', colorScheme: 'dark', width: 390 },
    { file: 'compare.html', colorScheme: 'light', width: 390 },
    { file: 'compare.html', colorScheme: 'dark', width: 1280 },
  ] as const;

  it.each(looks)(
    '$file has no violation that axe knows, $colorScheme at $width px',
    async ({ file, ...look }) => {
      // The page forbids foreign scripts, and axe is one.
      const page = await open(file, {
        bypassCSP: true,
        colorScheme: look.colorScheme,
        viewport: { width: look.width, height: 900 },
      });
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      const { violations, passes } = await violationsOf(page);
      expect(violations).toEqual([]);
      expect(passes).toBeGreaterThan(30);
      await page.context().close();
    },
  );

  it('is refused by axe once it is spoilt', async () => {
    const page = await open('report.html', { bypassCSP: true });
    await page.evaluate('document.querySelector("h1").style.color = "#eee"; document.title = "";');
    const { violations } = await violationsOf(page);
    expect(violations.filter((one) => one.startsWith('serious'))).toHaveLength(2);
    await page.context().close();
  });

  it.each(['A4', 'Letter'])('prints to two to six pages of %s', async (format) => {
    const page = await open('report.html');
    const pdf = (await page.pdf({ format })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(6);
    await page.context().close();
  });

  it('lets the keyboard reach every control, each with a visible focus, in the order of the page', async () => {
    const page = await open('report.html');
    const order: number[] = [];
    const kinds = new Set<string>();
    for (let press = 0; press < 400; press++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate<[string, number, boolean] | null>(
        `(() => { const e = document.activeElement; if (e === document.body) return null;
          const s = getComputedStyle(e), all = [...document.querySelectorAll('*')];
          const label = e.matches('.mapsheet>input') ? getComputedStyle(document.querySelector('[for=' + e.id + ']')) : s;
          return [e.tagName.toLowerCase(), all.indexOf(e), label.outlineStyle !== 'none']; })()`,
      );
      if (seen === null) break;
      expect(seen[2]).toBe(true);
      kinds.add(seen[0]);
      order.push(seen[1]);
    }
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    for (const kind of ['a', 'input', 'summary', 'button', 'div']) expect(kinds).toContain(kind);
    await page.context().close();
  });

  it('sorts a table and opens the numbers behind a chart by keyboard alone', async () => {
    const page = await open('report.html');
    const head = page.locator('#countries table.long thead th').first();
    await head.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('Space');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    const summary = page.locator('#latency summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#latency details table').first().isVisible()).toBe(true);
    await page.context().close();
  });

  it('moves the write over the map with the arrow keys', async () => {
    const page = await open('report.html');
    await page.locator('#spread input').focus();
    await page.keyboard.press('Home');
    const start = await page.locator('#spread output').innerText();
    await page.keyboard.press('End');
    expect(await page.locator('#spread output').innerText()).not.toBe(start);
    expect(await page.locator('#spread input').getAttribute('aria-valuetext')).toMatch(/^After /);
    await page.context().close();
  });
});
