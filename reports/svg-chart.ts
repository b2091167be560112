// Any single chart of the page as an SVG that stands alone: its title, its legend and its drawing, taken from the page itself.
import { mapDefinitions } from './html/charts/world-map.ts';
import { landDefinition } from './html/charts/spread.ts';
import { projectWorld } from './html/geo.ts';
import type { World } from './html/geo.ts';
import { consistencySection } from './html/section-consistency.ts';
import { journeysSection } from './html/section-detail.ts';
import { pairsSection } from './html/section-evidence.ts';
import { latencySection } from './html/section-latency.ts';
import { mapsSection } from './html/section-maps.ts';
import { armsSection } from './html/section-overview.ts';
import { coldSection, originSection } from './html/section-servers.ts';
import { chartStyle } from './html/style.ts';
import { ReportError } from './read.ts';
import type { RunResult } from './result.ts';
import { escapeHtml, plainText } from './text.ts';

interface Chart {
  /** The section of the page that holds it. */
  readonly section: (result: RunResult, world: World) => string;
  /** Where it begins there, and where it ends: before this text, or with the section. */
  readonly from: string;
  readonly to: string;
  /** How many drawings stand side by side. */
  readonly columns: number;
  /** Said instead of the heading that is found there. */
  readonly title?: (result: RunResult) => string;
  readonly shown?: 'times' | 'differences';
  readonly needsLand?: true;
}

const BEHIND = '<details>';
const ALONE = { to: BEHIND, columns: 1 } as const;
const MAPS = { section: mapsSection, to: '</section>', columns: 2, needsLand: true } as const;

/** The charts by name. */
const CHARTS: Readonly<Record<string, Chart>> = {
  glance: { ...ALONE, section: armsSection, from: '<h3>Time to first byte at a glance' },
  continents: { ...ALONE, section: armsSection, from: '<h3>Three quarters of requests by continent' },
  map: { ...MAPS, from: '<div class="mapsheet">', title: () => 'p75 time to first byte, ms' },
  difference: {
    ...MAPS,
    from: '<div class="only-d"><h4>',
    title: ({ baseline }) => `p75 time to first byte compared with ${plainText(baseline, 24)}, ms`,
    shown: 'differences',
  },
  distribution: { ...ALONE, section: latencySection, from: '<h3>Share of requests with a first byte' },
  connections: { ...ALONE, section: latencySection, from: '<h3>New and reused connections' },
  phases: { ...ALONE, section: latencySection, from: '<h3>Phases before the first byte', columns: 2 },
  'cold-starts': { ...ALONE, section: coldSection, from: '<h3>Cold starts by traffic' },
  'cold-wait': { ...ALONE, section: coldSection, from: '<h3>How long a cold start' },
  'origin-requests': { ...ALONE, section: originSection, from: '<h3>Requests that reach the origin' },
  'origin-egress': { ...ALONE, section: originSection, from: '<h3>Bytes that leave the origin' },
  lag: { ...ALONE, section: consistencySection, from: '<h3>Lag of writes' },
  'lag-distance': { ...ALONE, section: consistencySection, from: '<h3>Lag and distance' },
  spread: {
    ...ALONE,
    section: consistencySection,
    from: '<h3>One write',
    columns: 2,
    needsLand: true,
  },
  differences: { ...ALONE, section: pairsSection, from: '<h3>Difference of quantiles' },
  slowest: {
    section: journeysSection,
    from: '<section',
    to: '</section>',
    columns: 1,
    title: () => 'The slowest ten',
  },
};

/** The names of all charts. */
export const CHART_NAMES: readonly string[] = Object.keys(CHARTS);

const WIDTH = 960;
const MARGIN = 24;
const GAP = 20;
const LEGEND_ROW = 22;
const CAPTION = 20;

/** A chart as SVG text, light, on paper colour; throws CHART_UNKNOWN for a name that is none, or a chart the result has no data for. */
export function renderChart(result: RunResult, name: string): string {
  const chart = Object.hasOwn(CHARTS, name) ? CHARTS[name] : undefined;
  const names = `The charts are: ${CHART_NAMES.join(', ')}.`;
  if (chart === undefined)
    throw new ReportError('CHART_UNKNOWN', `there is no chart ${plainText(name, 40)}`, names);
  const world = projectWorld();
  const section = chart.section(result, world);
  const start = section.indexOf(chart.from);
  if (start < 0)
    throw new ReportError('CHART_UNKNOWN', `the result holds nothing that ${name} could draw`, names);
  const end = section.indexOf(chart.to, start);
  const part = section.slice(start, end < 0 ? undefined : end);
  // The maps themselves stand before their legend of differences.
  const drawings = drawingsIn(chart.shown === 'differences' ? section : part);
  const heading = /<h3>(.*?)<\/h3>/s.exec(part)?.[1] ?? '';
  const title = chart.title === undefined ? heading : escapeHtml(chart.title(result), 120);
  const land = chart.needsLand ? mapDefinitions(world, result.userPlaces) + landDefinition(world) : '';
  const own = legendIn(part);
  const legend = own.length > 0 ? own : legendIn(section);
  return page({ title, legend, drawings, columns: chart.columns, land, shown: chart.shown });
}

interface Drawing {
  readonly className: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly inner: string;
}

function drawingsIn(part: string): Drawing[] {
  const found = part.matchAll(
    /<svg class="([^"]*)" viewBox="0 0 ([\d.]+) ([\d.]+)" role="img" aria-label="([^"]*)">(.*?)<\/svg>/gs,
  );
  const drawings = [...found].map(([, className = '', width, height, label = '', inner = '']) => ({
    className,
    label: label.replace(/: countries coloured.*/s, ''),
    width: Number(width),
    height: Number(height),
    inner,
  }));
  // What only a slider makes sense of stays on the page.
  return drawings.filter((drawing) => !drawing.label.endsWith('of the slider'));
}

interface LegendEntry {
  readonly className: string;
  readonly text: string;
}

/** The first list of swatches; its texts are escaped already. */
function legendIn(part: string): LegendEntry[] {
  const list = /<ul class="(?:legend|bins)".*?<\/ul>/s.exec(part)?.[0] ?? '';
  return [...list.matchAll(/<li><i class="([^"]*)"><\/i>([^<]*)<\/li>/g)].map(
    ([, className = '', text = '']) => ({ className, text }),
  );
}

function page(content: {
  title: string;
  legend: readonly LegendEntry[];
  drawings: readonly Drawing[];
  columns: number;
  land: string;
  shown: 'times' | 'differences' | undefined;
}): string {
  const columns = Math.min(content.columns, Math.max(1, content.drawings.length));
  const cellWidth = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
  const legend = legendRows(content.legend);
  let y = MARGIN + 34 + legend.height;
  const cells: string[] = [];
  for (let first = 0; first < content.drawings.length; first += columns) {
    const row = content.drawings.slice(first, first + columns);
    const caption = content.drawings.length > 1 ? CAPTION : 0;
    const heights = row.map((one) => (one.height * cellWidth) / one.width);
    row.forEach((one, i) => {
      const x = MARGIN + i * (cellWidth + GAP);
      const top = y + caption;
      const words = caption === 0 ? '' : text({ x, y: y + 13 }, one.label, 12);
      const frame = `x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${cellWidth.toFixed(1)}" height="${(heights[i] ?? 0).toFixed(1)}"`;
      const sea = one.className.includes('map')
        ? `<rect width="${one.width}" height="${one.height}" rx="16" fill="var(--sea)"/>`
        : '';
      cells.push(
        `${words}<svg class="${one.className}" ${frame} viewBox="0 0 ${one.width} ${one.height}" role="img" aria-label="${one.label}">${sea}${one.inner}</svg>`,
      );
    });
    y += caption + Math.max(...heights) + GAP;
  }
  const height = Math.ceil(y - GAP + MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif">`,
    `<title>${content.title}</title><style>${chartStyle(content.shown ?? 'times')}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="var(--paper)"/>`,
    text({ x: MARGIN, y: MARGIN + 16 }, content.title, 20),
    legend.drawn,
    content.land,
    ...cells,
    '</svg>\n',
  ].join('\n');
}

/** Swatches with their words, in as many rows as they need; seven units a character is a safe guess. */
function legendRows(entries: readonly LegendEntry[]): { drawn: string; height: number } {
  let x = MARGIN;
  let y = MARGIN + 46;
  const drawn = entries.map((entry) => {
    const width = 30 + plainText(entry.text, 200).length * 7;
    if (x + width > WIDTH - MARGIN && x > MARGIN) {
      x = MARGIN;
      y += LEGEND_ROW;
    }
    const swatch = `<g class="${entry.className}"><rect x="${x}" y="${y - 10}" width="12" height="12" rx="3" fill="currentColor"/></g>`;
    const words = text({ x: x + 18, y }, entry.text, 13);
    x += width;
    return swatch + words;
  });
  return { drawn: drawn.join(''), height: entries.length === 0 ? 0 : y - MARGIN - 46 + LEGEND_ROW };
}

/** A line of text that is escaped already. */
function text(at: { x: number; y: number }, words: string, size: number): string {
  const weight = size >= 16 ? ' font-weight="600"' : '';
  return `<text x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" font-size="${size}"${weight} fill="var(--ink)">${words}</text>`;
}
