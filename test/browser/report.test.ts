// The HTML report in a real browser: quiet, whole, interactive with script, readable without, printable.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/html/page.ts';
import { hostileResult } from '../reports/hostile.ts';
import { syntheticResult } from '../reports/synthetic.ts';
import { findChromium, openQuietly, type PageOptions, startChromium } from './chromium.ts';

const path = findChromium();

describe.skipIf(path === null)('the HTML report in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antipode-page-'));
    const file = join(folder, 'report.html');
    await writeFile(file, renderHtml(syntheticResult()));
    url = pathToFileURL(file).href;
    browser = await startChromium(path ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  const open = (options?: PageOptions): ReturnType<typeof openQuietly> => openQuietly(browser, url, options);

  const text = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();

  it('opens without a console message and without a request to the network', async () => {
    const { page, noise } = await open();
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('shows a map for each arm and all charts, none of them empty', async () => {
    const { page } = await open();
    expect(await page.locator('#maps svg.map').count()).toBe(3);
    const charts = await page.locator('svg.chart').all();
    expect(charts.length).toBeGreaterThan(12);
    for (const chart of charts) expect((await chart.boundingBox())?.height).toBeGreaterThan(60);
    await page.context().close();
  });

  it('fits wide and narrow screens without scrolling sideways', async () => {
    for (const width of [1280, 820, 390]) {
      const { page } = await open({ viewport: { width, height: 900 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.context().close();
    }
  });

  it('reads out the country under the pointer, in every arm', async () => {
    const { page } = await open();
    await page.locator('#maps [data-c="BR"]').first().hover({ force: true });
    const readout = await text(page, '#readout');
    for (const word of ['Brazil', 'origin p75', 'cdn p75', 'edge p75']) expect(readout).toContain(word);
    await page.context().close();
  });

  it('switches the maps to differences with mouse and keyboard', async () => {
    const { page } = await open();
    const color = (): Promise<unknown> =>
      page.evaluate(`getComputedStyle(document.querySelectorAll('#maps [data-c="BR"]')[1]).fill`);
    const before = await color();
    await page.locator('label[for=differ]').click();
    const differing = await color();
    expect(differing).not.toBe(before);
    await page.locator('#differ').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await color()).toBe(before);
    await page.context().close();
  });

  it('tells how many PoPs have seen the write as the slider moves', async () => {
    const { page } = await open();
    const told = async (): Promise<number> =>
      Number(/(\d+) of 309 PoPs/.exec(await text(page, '#spread output'))?.[1]);
    const seen = async (at: string): Promise<number> => {
      await page.locator('#spread input').fill(at);
      return told();
    };
    const atFirst = await told();
    expect(atFirst).toBeGreaterThanOrEqual(155);
    expect(atFirst).toBeLessThan(309);
    const [start, middle, end] = [await seen('0'), await seen('500'), await seen('1000')];
    expect(start).toBeLessThan(5);
    expect(middle).toBeGreaterThan(start);
    expect(end).toBe(309);
    await page.context().close();
  });

  it('sorts and searches the table of countries', async () => {
    const { page } = await open();
    const first = (): Promise<string> => text(page, '#countries table.long tbody tr:not([hidden]) th');
    await page.getByRole('button', { name: 'country', exact: true }).first().click();
    expect(await first()).toMatch(/^A/);
    await page.getByRole('button', { name: 'requests', exact: true }).first().click();
    await page.getByRole('button', { name: 'requests', exact: true }).first().click();
    const busiest = await first();
    await page.locator('#countries input[type=search]').first().fill('brazil');
    expect(await first()).toBe('Brazil');
    expect(busiest).not.toBe('Brazil');
    await page.context().close();
  });

  it('shows the share of each arm where the pointer is on the curves', async () => {
    const { page } = await open();
    await page.locator('svg.ttfb-curves').hover();
    expect(await page.locator('svg.ttfb-curves .hover text').textContent()).toMatch(
      /^\d+ ms: origin \d+ %, cdn \d+ %, edge \d+ %$/,
    );
    await page.context().close();
  });

  it('is readable without script: small maps instead of the slider, no dead controls', async () => {
    const { page, noise } = await open({ javaScriptEnabled: false });
    expect(await page.locator('#spread').isVisible()).toBe(false);
    expect(await page.locator('.no-js svg.spread').count()).toBeGreaterThan(3);
    expect(await page.locator('.no-js svg.spread').first().isVisible()).toBe(true);
    expect(await page.locator('input[type=search]').count()).toBe(0);
    expect(await text(page, 'h1')).toMatch(/\d+\s±\s\d+\sms/);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('follows the colour scheme of the reader', async () => {
    const paper = async (colorScheme: 'light' | 'dark'): Promise<unknown> => {
      const { page } = await open({ colorScheme });
      const color = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      await page.context().close();
      return color;
    };
    expect(await paper('dark')).not.toBe(await paper('light'));
  });

  it('prints to two to six pages', async () => {
    const { page } = await open();
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(6);
    await page.context().close();
  });

  it('keeps its layout and its silence with hostile names', async () => {
    const file = join(folder, 'hostile.html');
    await writeFile(file, renderHtml(hostileResult()));
    for (const width of [1280, 390]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      const noise: string[] = [];
      page.on('console', (message) => noise.push(message.text()));
      page.on('dialog', (dialog) => noise.push(dialog.message()));
      await page.goto(pathToFileURL(file).href);
      expect(noise).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await context.close();
    }
  });
});
