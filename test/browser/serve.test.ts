// The local page in a real browser: a run fills the maps, a request can be followed, a change is run again and compared.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSession } from '../../sim/cli/serve/http.ts';
import type { Serving } from '../../sim/cli/serve/http.ts';
import { openSession } from '../../sim/cli/serve/session.ts';
import { newToken } from '../../sim/cli/serve/token.ts';
import { violationsOf } from './axe.ts';
import { findChromium, openQuietly, type PageOptions, startChromium } from './chromium.ts';

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

  const open = (options?: PageOptions): ReturnType<typeof openQuietly> =>
    openQuietly(browser, serving.url, options);

  it('shows a run while it happens, follows a request, runs a change and compares, quietly', async () => {
    const { page, noise } = await open();
    await page.locator('[name=seeds]').fill('2');
    await page.locator('#start').press('Enter');
    await page.locator('#maps svg.map').nth(1).waitFor();
    await page.locator('#runs li').first().waitFor({ timeout: 60_000 });
    expect(await page.locator('#maps [data-c]').count()).toBeGreaterThan(20);
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

  // The third run of the session.
  it('follows a request of a run, by mouse and by keyboard', async () => {
    const { page, noise } = await open();
    await page.locator('[name=seeds]').fill('1');
    await page.locator('[name=requests]').fill('1000');
    await page.locator('#start').click();
    // The newest one plays by itself, in simulated time: phase after phase, until its first byte.
    const lines = page.locator('#phases li');
    await lines.first().waitFor();
    await page.locator('#phases li', { hasText: 'first byte after' }).first().waitFor();
    await page.locator('#runs li').nth(2).waitFor({ timeout: 60_000 });

    // One that both arms have served, picked from the list.
    const options = await page
      .locator('#pick option')
      .evaluateAll((all) => all.map((one) => one.textContent));
    expect(options.length).toBeGreaterThan(10);
    expect(options[1]).toMatch(/^.+, [A-Z]{2}: GET \/, [\d.]+ s, seed 1$/);
    // From here on the page's clock stands still but when it is moved: a busy machine would see the end only.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.locator('#pick').selectOption({ index: 1 });
    expect(await page.locator('#phases h3').allInnerTexts()).toEqual([
      'origin at aws:us-east-1',
      expect.stringMatching(/^edge at [A-Z]{3}$/),
    ]);
    const played = Number(await page.locator('#when').inputValue());
    await page.clock.runFor(200);
    expect(Number(await page.locator('#when').inputValue())).toBeGreaterThan(played);
    expect(await page.locator('#ways path.now').count()).toBeGreaterThan(0);

    const slider = page.locator('#when');
    await slider.focus();
    await page.keyboard.press('Home');
    const atStart = await lines.count();
    expect(await page.locator('#said').innerText()).toMatch(/^After 0 ms of simulated time\. origin: /);
    await page.keyboard.press('End');
    expect(await lines.count()).toBeGreaterThan(atStart);
    expect(await page.locator('#phases li', { hasText: 'first byte after' }).count()).toBe(2);
    expect(await page.locator('#ways path.now').count()).toBe(0);
    expect(await slider.getAttribute('aria-valuetext')).toContain('first byte after');
    expect(await page.locator('#play').innerText()).toBe('Play');
    await page.locator('#play').press('Enter');
    expect(await page.locator('#play').innerText()).toBe('Pause');
    await page.locator('#play').press('Enter');
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('shows a followed request at its end to those who want no motion', async () => {
    const { page } = await open({ reducedMotion: 'reduce' });
    await page.locator('#phases li', { hasText: 'first byte after' }).first().waitFor();
    expect(await page.locator('#play').innerText()).toBe('Play');
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
