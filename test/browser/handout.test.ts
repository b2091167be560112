// The hand-out of the lessons as it is printed and read on a telephone.
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from './axe.ts';
import { findChromium, openQuietly, startChromium } from './chromium.ts';

const path = findChromium();
const url = pathToFileURL('scenarios/lessons/handout.html').href;

describe.skipIf(path === null)('the hand-out', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await startChromium(path ?? '')));
  afterAll(() => browser?.close());

  it.each(['A4', 'Letter'])('fits one side of %s', async (format) => {
    const { page, noise } = await openQuietly(browser, url);
    const pdf = (await page.pdf({ format })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('fits a telephone and is open to everyone, %s', async (colorScheme) => {
    const { page } = await openQuietly(browser, url, { colorScheme, viewport: { width: 390, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect((await violationsOf(page)).violations).toEqual([]);
    await page.context().close();
  });
});
