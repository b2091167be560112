// What `antipode platforms` prints: the platforms side by side, or one with every figure and price.
import { painter, paragraph, type Row, table } from '../../reports/terminal-layout.ts';
import { SimError } from '../errors.ts';
import { platforms } from '../platforms/index.ts';
import { type Figure, namedFigures, type Platform } from '../platforms/platform.ts';
import { nearestWord } from '../scenario/nearest-word.ts';
import type { Terminal } from './terminal.ts';

const ABSENT = '–';
const MIB_PER_GIB = 1024;

/** Prints all platforms: compared, with the source of every figure, or as JSON. */
export function printPlatforms(
  options: { readonly sources?: true; readonly json?: true },
  terminal: Terminal,
): void {
  const rows = Object.values(platforms);
  if (options.json) terminal.out(`${JSON.stringify(rows, null, 2)}\n`);
  else if (options.sources) terminal.out(rows.map((row) => sourcesText(row, terminal)).join('\n'));
  else terminal.out(comparisonText(rows, terminal));
}

/** Prints one platform whole. */
export function printPlatform(name: string, json: boolean, terminal: Terminal): void {
  const platform = named(name);
  terminal.out(json ? `${JSON.stringify(platform, null, 2)}\n` : sourcesText(platform, terminal));
}

function named(name: string): Platform {
  const found = platforms[name];
  if (found !== undefined) return found;
  const names = Object.keys(platforms);
  const near = nearestWord(name, names);
  throw new SimError('E_USAGE', `there is no platform "${name}"`, {
    hint: near === undefined ? `platforms: ${names.join(', ')}` : `did you mean ${near}?`,
  });
}

function comparisonText(rows: readonly Platform[], terminal: Terminal): string {
  const paint = painter(terminal.color);
  const head = ['', 'runs in', 'each', 'start', 'CPU', 'time', 'MiB', 'fit'];
  const lines: Row[] = [
    head.map((text) => ({ text, style: 'quiet' }) as const),
    ...rows.map((platform) => [{ text: platform.name, style: 'strong' } as const, ...cells(platform)]),
  ];
  const notes = [
    'Each: requests that one instance takes at a time. Start: its fixed part, finding a place included, before the code is compiled and evaluated. CPU and time: what a request may use, waiting apart and waiting included. MiB: memory of an instance. Fit: instances in 1 GiB of a server, the handler’s own heap apart.',
    'Every figure with its source: npx antipode platforms --sources. Does my handler run there: npx antipode check handler.ts.',
  ];
  return `${[
    ...table(lines, { columns: terminal.columns, paint }),
    '',
    ...notes.flatMap((note) => paragraph(note, { columns: terminal.columns, first: '  ' })),
  ].join('\n')}\n`;
}

function cells(platform: Platform): { readonly text: string }[] {
  const { limits, memory, startUp, instances } = platform;
  const fits = Math.floor(MIB_PER_GIB / memory.overheadMib.value);
  return [
    WHERE[platform.runsAt],
    instances === null ? 'many' : String(instances.requestsEach.value),
    startText(startUp),
    durationText(limits.cpuMs),
    durationText(limits.wallMs ?? limits.firstByteMs),
    String(memory.givenMib.value),
    String(fits),
  ].map((text) => ({ text }));
}

const WHERE = { pop: 'PoP', hub: 'hub', region: 'region' } as const;

function startText(startUp: Platform['startUp']): string {
  if (startUp === null) return 'none';
  const low = startUp.baseMs.value + (startUp.placement?.lowMs.value ?? 0);
  const high = startUp.baseMs.value + (startUp.placement?.highMs.value ?? 0);
  if (low >= 10_000) return `${low / 1000} s`;
  return low === high ? `${low} ms` : `${Math.round(low)}–${Math.round(high)} ms`;
}

function durationText(figure: Figure | null): string {
  if (figure === null) return ABSENT;
  return figure.value >= 1000 ? `${figure.value / 1000} s` : `${figure.value} ms`;
}

/** One platform in words, then each figure and price with where it comes from. */
function sourcesText(platform: Platform, terminal: Terminal): string {
  const { columns } = terminal;
  const paint = painter(terminal.color);
  const figures = Object.values(namedFigures(platform)).filter((figure) => figure !== null);
  const prices = platform.billing.lines.map((line) => ({
    ...line.price,
    name: `${line.item}${line.included === undefined ? '' : `, ${line.included} ${line.unit} included each month`}`,
  }));
  const listed = (figure: Figure): string[] => [
    ...paragraph(`${figure.name}: ${figure.value} ${figure.unit}`, { columns, first: '  ' }),
    ...paragraph(`${figure.confidence}, ${figure.retrieved}: ${figure.source}`, {
      columns,
      first: '      ',
    }).map((line) => paint(line, 'quiet')),
  ];
  return `${[
    paint(`${platform.name}: ${platform.title}`, 'strong'),
    ...paragraph(describe(platform), { columns, first: '  ' }),
    ...figures.flatMap(listed),
    ...(prices.length === 0 ? [] : [paint('  Prices', 'strong'), ...prices.flatMap(listed)]),
  ].join('\n')}\n`;
}

function describe(platform: Platform): string {
  const { instances, startUp, billing } = platform;
  const where = {
    pop: 'Code runs in the PoP that received the request',
    hub: 'Connections end in PoPs, code runs in the nearest of a few hubs',
    region:
      platform.connectsAt === 'pop'
        ? 'Connections end in PoPs, code runs in one region'
        : 'Everything is in one region',
  }[platform.runsAt];
  const sharing =
    instances === null
      ? 'an instance of each server takes all of its requests'
      : instances.reused
        ? `an instance takes ${instances.requestsEach.value === 1 ? 'one request' : `${instances.requestsEach.value} requests`} at a time, and more at once need further ones`
        : 'every request gets an instance of its own';
  const start = startUp === null ? 'nothing ever starts cold' : 'instances start as requests need them';
  const machines = billing.ownServers ? ' Machines are paid by the hour.' : '';
  return `${where}; ${sharing}; ${start}.${machines} ${platform.adapter}`.trim();
}
