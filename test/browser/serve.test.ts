// The local page in a real browser: a run fills the maps, a request can be followed, a change is run again and compared.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSession } from '../../sim/cli/serve/http.ts';
import type { Serving } from '../../sim/cli/serve/http.ts';
import { openSession } from '../../sim/cli/serve/session.ts';
import { newToken } from '../../sim/cli/serve/token.ts';
import { violationsOf } from './axe.ts';
import { findChromium, startChromium } from './chromium.ts';

const path = findChromium();
const SCENARIO = `title: <b>Tiny</b> & local
rate: 50/s
window: 8s
requests: [{ name: home, get: / }]
stores: { KV: { kind: workers-kv } }
arms: { origin: { platform: node-origin, stores: { KV: { kind: regional-kv } } }, edge: { platform: cloudflare-workers } }
`;

describe.skipIf(path === null)('the local page', { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let serving: Serving;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antipode-page-'));
    await writeFile(join(folder, 'tiny.yaml'), SCENARIO);
    await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("hello") };\n');
    serving = await serveSession(await openSession(join(folder, 'tiny.yaml'), () => undefined), newToken());
    browser = await startChromium(path ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
    await rm(folder, { recursive: true });
  });

  async function open(
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ page: Page; noise: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const noise: string[] = [];
    page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(serving.url) && !request.url().startsWith('data:'))
        noise.push(`request: ${request.url()}`);
    });
    await page.goto(serving.url);
    return { page, noise };
  }

  it('shows a run while it happens, follows a request, runs a change and compares, quietly', async () => {
    const { page, noise } = await open();
    await page.locator('[name=seeds]').fill('2');
    await page.locator('#start').press('Enter');
    await page.locator('#maps svg.map').nth(1).waitFor();
    await page.locator('#runs li').first().waitFor({ timeout: 60_000 });
    expect(await page.locator('#maps [data-c]').count()).toBeGreaterThan(20);
    const request = page.locator('#follow details').first();
    await request.locator('summary').press('Enter');
    expect(await request.locator('svg').textContent()).toContain('origin: home');

    await page.locator('[name=region]').selectOption('aws:ap-southeast-1');
    await page.locator('#start').click();
    await page.locator('#runs li').nth(1).waitFor({ timeout: 60_000 });
    expect(await page.locator('#runs li').nth(1).innerText()).toContain('the origin in aws:ap-southeast-1');
    const [compared] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByText('against run 1').click(),
    ]);
    await compared.waitForLoadState();
    expect(await compared.locator('h2').innerText()).toBe('Run 2 against run 1');
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('says what is wrong with a change', async () => {
    const { page } = await open();
    await page.locator('[name=ttlSeconds]').fill('1');
    await page.locator('#start').click();
    const failed = page.locator('#failed:not(:empty)');
    await failed.waitFor();
    expect(await failed.innerText()).toContain('lies from 30');
    await page.context().close();
  });

  it('stops a run when asked', async () => {
    const { page } = await open();
    await page.locator('[name=requests]').fill('200000');
    await page.locator('#start').click();
    await page.locator('#stop:enabled').click();
    await page.locator('#start:enabled').waitFor();
    expect(await page.locator('#progress').innerText()).toBe('No run is under way.');
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'has no violation that axe knows, %s, also on a narrow screen',
    async (colorScheme) => {
      const { page } = await open({ bypassCSP: true, colorScheme, viewport: { width: 390, height: 900 } });
      await page.locator('#maps svg.map').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect((await violationsOf(page)).violations).toEqual([]);
      await page.context().close();
    },
  );
});
