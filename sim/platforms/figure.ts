// How figures of platforms are written down: value, unit, source and confidence; all were collected on one day.
import type { Figure } from './platform.ts';

const RETRIEVED = '2026-11-21';

/** A figure that a vendor's page or code states. */
export function documented(name: string, value: number, unit: string, source: string): Figure {
  return { name, value, unit, source, retrieved: RETRIEVED, confidence: 'documented' };
}

/** A figure that somebody measured. */
export function measured(name: string, value: number, unit: string, source: string): Figure {
  return { name, value, unit, source, retrieved: RETRIEVED, confidence: 'measured' };
}

/** A figure that nobody has published, or that is only claimed: conclusions that rest on it need care. */
export function assumed(name: string, value: number, unit: string, source: string): Figure {
  return { name, value, unit, source, retrieved: RETRIEVED, confidence: 'assumed' };
}
