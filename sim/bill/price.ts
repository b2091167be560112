// How prices are written down: US dollars for one of a unit, with source, date and confidence.
import type { Figure } from '../platforms/platform.ts';

/** Where a price was found. */
export interface PriceSource {
  readonly source: string;
  readonly confidence: Figure['confidence'];
}

/** A price; all were collected on one day. */
export function price(
  name: string,
  value: number,
  unit: string,
  { source, confidence }: PriceSource,
): Figure {
  return { name, value, unit: `USD per ${unit}`, source, retrieved: '2026-11-21', confidence };
}
