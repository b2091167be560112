// Measured figures that no arm uses, so that reports can hold the articles' comparisons against them.
import type { Figure } from './platform.ts';

export const REFERENCE_FIGURES = {
  containerStartMs: {
    name: 'For comparison, start of a container: AWS Lambda init, nodejs24.x, 1,024 MB, mean of 10 (placement and network apart)',
    value: 135.9,
    unit: 'ms',
    source: 'github.com/maxday/lambda-perf, data/last.json of 2026-08-22',
    retrieved: '2026-11-21',
    confidence: 'measured',
  },
} as const satisfies Record<string, Figure>;
