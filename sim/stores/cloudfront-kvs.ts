// Amazon CloudFront KeyValueStore: read by CloudFront Functions inside their PoP, changed through its API, pushed to all PoPs within seconds.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { Figure } from '../platforms/platform.ts';
import { cloudfrontKvsHttp } from './cloudfront-kvs-http.ts';
import { type Change, PushedStore } from './pushed-store.ts';
import { seedExcess } from './seed-excess.ts';
import type { StoreKind } from './store.ts';

const FORMAT = 'docs.aws.amazon.com CloudFront developer guide, file format for key-value pairs (2026)';
const retrieved = '2026-11-21';

/** What is known of it, and what is assumed. */
export const CLOUDFRONT_KVS_FIGURES = {
  storeBytes: {
    name: 'CloudFront KVS: most bytes of a store',
    value: 5 * 1024 * 1024,
    unit: 'bytes',
    source: FORMAT,
    retrieved,
    confidence: 'documented',
  },
  keyCharacters: {
    name: 'CloudFront KVS: longest key',
    value: 512,
    unit: 'characters',
    source: FORMAT,
    retrieved,
    confidence: 'documented',
  },
  valueCharacters: {
    name: 'CloudFront KVS: longest value',
    value: 1024,
    unit: 'characters',
    source: FORMAT,
    retrieved,
    confidence: 'documented',
  },
  readMs: {
    name: 'CloudFront KVS: read inside the PoP',
    value: 0.5,
    unit: 'ms',
    source: 'launch post of 2023-11 says that reads are of low latency and gives no figure',
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'CloudFront KVS: work of a change in the home region',
    value: 20,
    unit: 'ms',
    source: 'none published',
    retrieved,
    confidence: 'assumed',
  },
  pushLowMs: {
    name: 'CloudFront KVS: change to visible at a PoP, least',
    value: 1000,
    unit: 'ms',
    source: 'launch post of 2023-11 says seconds; the value is ours',
    retrieved,
    confidence: 'assumed',
  },
  pushHighMs: {
    name: 'CloudFront KVS: change to visible at a PoP, most',
    value: 30_000,
    unit: 'ms',
    source: 'launch post of 2023-11 says seconds; the value is ours',
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const OPTIONS: OptionTable = {
  pushMs: { meaning: 'Longest time from a change to its visibility at a PoP', lowest: 0, highest: 3_600_000 },
};

const PRICES: PriceSource = {
  source: 'CloudFront price page, from general knowledge, not read again',
  confidence: 'assumed',
};

/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  {
    ...millions({ item: 'KeyValueStore reads', meter: 'ops.cloudfront-kvs.get', usd: 0.03, from: PRICES }),
    further: ['exists', 'summary'].map((verb) => `ops.cloudfront-kvs.${verb}`),
  },
  {
    ...millions({
      item: 'KeyValueStore API operations',
      meter: 'ops.cloudfront-kvs.change',
      usd: 1000,
      from: PRICES,
    }),
    further: ['home:get', 'home:summary'].map((verb) => `ops.cloudfront-kvs.${verb}`),
  },
];

/** The row of the table. */
export const cloudfrontKvs: StoreKind = {
  name: 'cloudfront-kvs',
  title: 'CloudFront KeyValueStore',
  binding: 'kvs',
  figures: Object.values(CLOUDFRONT_KVS_FIGURES),
  tariff: TARIFF,
  options: OPTIONS,
  http: cloudfrontKvsHttp,
  seedRefusal: (seed) =>
    seedExcess(seed, {
      storeBytes: CLOUDFRONT_KVS_FIGURES.storeBytes.value,
      keyCharacters: CLOUDFRONT_KVS_FIGURES.keyCharacters.value,
      valueCharacters: CLOUDFRONT_KVS_FIGURES.valueCharacters.value,
    }),
  create(options) {
    const pushHighMs = options.options['pushMs'] ?? CLOUDFRONT_KVS_FIGURES.pushHighMs.value;
    return new PushedStore(options, {
      readMs: CLOUDFRONT_KVS_FIGURES.readMs.value,
      writeMs: CLOUDFRONT_KVS_FIGURES.writeMs.value,
      pushLowMs: Math.min(CLOUDFRONT_KVS_FIGURES.pushLowMs.value, pushHighMs),
      pushHighMs,
      refusal,
    });
  },
};

function refusal({ key, value }: Change, sizeBytes: number): string | null {
  const { keyCharacters, valueCharacters, storeBytes } = CLOUDFRONT_KVS_FIGURES;
  if (key.length > keyCharacters.value)
    return `The key has ${key.length} characters, more than ${keyCharacters.value}.`;
  if ((value ?? '').length > valueCharacters.value)
    return `The value has ${(value ?? '').length} characters, more than ${valueCharacters.value}.`;
  if (sizeBytes > storeBytes.value)
    return `The store would have ${sizeBytes} bytes, more than ${storeBytes.value}.`;
  return null;
}
