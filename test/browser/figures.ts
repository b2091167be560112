// Renews the pictures of the README from a real run: `npm run figures` after `npm start`.
import { mkdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { findChromium, startChromium } from './chromium.ts';

const REPORT = 'out/flagship/report.html';
const FOLDER = 'reports/figures';

await mkdir(FOLDER, { recursive: true });
const path = findChromium();
if (path === null) throw new Error('Chromium is needed to draw the figures; install it and run again.');
const browser = await startChromium(path);
const page = await browser.newPage({ viewport: { width: 1280, height: 1650 }, colorScheme: 'light' });
await page.goto(pathToFileURL(REPORT).href);
await page.screenshot({ path: `${FOLDER}/report.png` });
await browser.close();
process.stdout.write(`wrote ${FOLDER}/report.png\n`);
