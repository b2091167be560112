// Finds and starts the Chromium of the machine for tests that look at pages; says loudly when there is none.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium on PATH or in /usr/bin; null when the machine has none, which is said once. */
export function findChromium(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  for (const folder of folders)
    for (const name of NAMES) {
      const path = join(folder, name);
      if (isProgram(path)) return path;
    }
  console.warn(
    '\nSKIPPED: tests in a browser. No chromium was found; install it (Debian: apt-get install chromium).\n',
  );
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A headless browser that itself asks the network for nothing. */
export function startChromium(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** How a page is opened: as Playwright's contexts are made. */
export type PageOptions = Parameters<Browser['newContext']>[0];

/** Opens a page that waits for what shall happen as long as its test may take; `noise` fills with what it says on its console, what it throws, and what it asks for that does not begin with its own address. */
export async function openQuietly(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<{ page: Page; noise: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      noise.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, noise };
}
