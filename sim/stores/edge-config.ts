// Vercel Edge Config: a small JSON document of configuration, read beside the code, changed through Vercel's API, everywhere within ten seconds.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { Figure } from '../platforms/platform.ts';
import { edgeConfigHttp } from './edge-config-http.ts';
import { type Change, PushedStore } from './pushed-store.ts';
import { seedExcess } from './seed-excess.ts';
import type { StoreKind } from './store.ts';

const PRICING = 'vercel.com/docs/pricing/edge-config';
const USING = 'vercel.com/docs using-edge-config (2026-01-13)';
const retrieved = '2026-11-21';

/** What is known of it, and what is assumed. */
export const EDGE_CONFIG_FIGURES = {
  storeBytes: {
    name: 'Edge Config: most bytes of a store, plan Pro',
    value: 64 * 1024,
    unit: 'bytes',
    source: PRICING,
    retrieved,
    confidence: 'documented',
  },
  keyCharacters: {
    name: 'Edge Config: longest key',
    value: 256,
    unit: 'characters',
    source: PRICING,
    retrieved,
    confidence: 'documented',
  },
  readMs: {
    name: 'Edge Config: read by a function on Vercel',
    value: 1,
    unit: 'ms',
    source: `${USING}: reads are served locally; that they take about a millisecond is a claim`,
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'Edge Config: work of a change in the home region',
    value: 50,
    unit: 'ms',
    source: 'none published',
    retrieved,
    confidence: 'assumed',
  },
  pushLowMs: {
    name: 'Edge Config: change to visible elsewhere, least',
    value: 500,
    unit: 'ms',
    source: 'none published',
    retrieved,
    confidence: 'assumed',
  },
  pushHighMs: {
    name: 'Edge Config: change to visible elsewhere, most',
    value: 10_000,
    unit: 'ms',
    source: `${PRICING}: up to 10 s globally`,
    retrieved,
    confidence: 'documented',
  },
} as const satisfies Record<string, Figure>;

const OPTIONS: OptionTable = {
  pushMs: { meaning: 'Longest time from a change to its visibility at a PoP', lowest: 0, highest: 3_600_000 },
};

const PRICES: PriceSource = { source: 'vercel.com/docs/pricing/edge-config', confidence: 'documented' };

/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  {
    ...millions({ item: 'Edge Config reads', meter: 'ops.edge-config.get', usd: 3, from: PRICES }),
    further: ['all', 'summary', 'home:get', 'home:all', 'home:summary'].map(
      (verb) => `ops.edge-config.${verb}`,
    ),
  },
  millions({ item: 'Edge Config writes', meter: 'ops.edge-config.change', usd: 10_000, from: PRICES }),
];

/** The row of the table. */
export const edgeConfig: StoreKind = {
  name: 'edge-config',
  title: 'Vercel Edge Config',
  binding: 'url',
  figures: Object.values(EDGE_CONFIG_FIGURES),
  tariff: TARIFF,
  options: OPTIONS,
  http: edgeConfigHttp,
  seedRefusal: (seed) =>
    seedExcess(seed, {
      storeBytes: EDGE_CONFIG_FIGURES.storeBytes.value,
      keyCharacters: EDGE_CONFIG_FIGURES.keyCharacters.value,
      valueCharacters: EDGE_CONFIG_FIGURES.storeBytes.value,
    }),
  create(options) {
    const pushHighMs = options.options['pushMs'] ?? EDGE_CONFIG_FIGURES.pushHighMs.value;
    return new PushedStore(options, {
      readMs: EDGE_CONFIG_FIGURES.readMs.value,
      writeMs: EDGE_CONFIG_FIGURES.writeMs.value,
      pushLowMs: Math.min(EDGE_CONFIG_FIGURES.pushLowMs.value, pushHighMs),
      pushHighMs,
      refusal,
    });
  },
};

function refusal({ key }: Change, sizeBytes: number): string | null {
  const { keyCharacters, storeBytes } = EDGE_CONFIG_FIGURES;
  if (key.length > keyCharacters.value)
    return `The key has ${key.length} characters, more than ${keyCharacters.value}.`;
  if (sizeBytes > storeBytes.value)
    return `The store would have ${sizeBytes} bytes, more than ${storeBytes.value}.`;
  return null;
}
