// The HTML report: one self-contained file that works offline, without script, in light and dark, and on paper.
import { createHash } from 'node:crypto';
import { Histogram } from '../../sim/metrics/histogram.ts';
import { US_PER_MS } from '../../sim/units.ts';
import { subjectOf } from '../figures.ts';
import type { RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { armClass } from './colors.ts';
import { projectWorld } from './geo.ts';
import type { World } from './geo.ts';
import { PAGE_SCRIPT } from './script.ts';
import { billSection } from './section-bill.ts';
import { consistencySection, shownSpread, spreadPoints } from './section-consistency.ts';
import { journeysSection, tablesSection } from './section-detail.ts';
import { claimsSection, findingsSection, pairsSection, thresholdsSection } from './section-evidence.ts';
import { constantsSection, reproduceSection } from './section-ground.ts';
import { latencySection } from './section-latency.ts';
import { mapReadouts, mapsSection } from './section-maps.ts';
import { storesSection } from './section-stores.ts';
import { armsSection, headerSection } from './section-overview.ts';
import { coldSection, originSection } from './section-servers.ts';
import { pageStyle } from './style.ts';

const TITLES: Readonly<Record<string, string>> = {
  arms: 'Side by side',
  where: 'Maps',
  latency: 'Distribution',
  phases: 'Phases',
  cold: 'Cold starts',
  origin: 'Origin',
  consistency: 'Consistency',
  stores: 'Stores',
  bill: 'The bill',
  pairs: 'Differences',
  findings: 'Findings',
  claims: 'Claims',
  thresholds: 'Thresholds',
  slowest: 'Slowest ten',
  countries: 'Tables',
  assumed: 'Assumed',
  reproduce: 'Reproduce',
};

/** The report as one HTML file. */
export function renderHtml(result: RunResult): string {
  const world = projectWorld();
  const sections = [
    armsSection(result),
    mapsSection(result, world),
    latencySection(result),
    coldSection(result),
    originSection(result),
    consistencySection(result, world),
    storesSection(result),
    billSection(result),
    pairsSection(result),
    findingsSection(result),
    claimsSection(result),
    thresholdsSection(result),
    journeysSection(result),
    tablesSection(result),
    constantsSection(result),
    reproduceSection(result),
  ].join('\n');
  const links = [...sections.matchAll(/<section id="(\w+)">/g)].map(([, id = '']) => ({
    id,
    title: TITLES[id] ?? id,
  }));
  const scriptHash = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    // Only this very script may run: text that slipped through escaping could still not become code.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${scriptHash}'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(result.scenario.title, 100)} · antipode</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${pageStyle()}</style></head><body>`,
    headerSection(result, links),
    `<main>${sections}</main>`,
    `<footer><p>Made by antipode ${escapeHtml(result.engineVersion, 20)} from plan ${escapeHtml(result.planDigest.slice(0, 12))}. Country outlines: Natural Earth.</p></footer>`,
    `<script type="application/json" id="data">${pageData(result, world)}</script>`,
    `<script>${PAGE_SCRIPT}</script></body></html>\n`,
  ].join('\n');
}

/** What the script needs, as JSON that cannot end its element. */
function pageData(result: RunResult, world: World): string {
  const subject = subjectOf(result);
  const spread = shownSpread(subject);
  const points = spread === undefined ? [] : spreadPoints(spread, world);
  const data = {
    ...mapReadouts(result),
    arms: result.arms.map((arm) => ({
      name: plainText(arm.name, 24),
      cls: armClass(result, arm),
      q: percentiles(arm.histograms['ttfb']?.['all']),
    })),
    spread:
      spread === undefined
        ? null
        : {
            endMs: Math.ceil(Math.max(1, ...points.map((point) => point.ms))),
            points: points.map(({ x, y, ms, cached }) => [x, y, Math.round(ms), cached ? 1 : 0]),
          },
  };
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}

/** TTFB at 0, 1, … 100 per cent, ms with one decimal. */
function percentiles(json: Parameters<typeof Histogram.fromJson>[0] | undefined): number[] {
  if (json === undefined || json.count === 0) return [];
  const histogram = Histogram.fromJson(json);
  return Array.from(
    { length: 101 },
    (_, i) => Math.round(histogram.quantile(i / 100) / (US_PER_MS / 10)) / 10,
  );
}
