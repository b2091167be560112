// One write spreading over the world: which PoPs would return it at an instant, and which would not yet.
import type { World } from '../geo.ts';
import { dots, svg } from '../svg.ts';

/** One PoP of a spread, in map units and ms since the write was issued. */
export interface SpreadPoint {
  readonly x: number;
  readonly y: number;
  readonly ms: number;
  readonly cached: boolean;
}

interface SpreadOptions {
  readonly atMs: number;
  readonly origin: { readonly x: number; readonly y: number };
  readonly writer: { readonly x: number; readonly y: number } | null;
  readonly label: string;
}

/** The land that spread maps stand on, defined once on the page. */
export function landDefinition(world: World): string {
  return `<svg class="defs" width="0" height="0" aria-hidden="true"><defs><g id="land"><use href="#c-"/>${[...world.countries.keys()].map((code) => `<use href="#c${code}"/>`).join('')}</g></defs></svg>`;
}

/** One small map: filled dots see the write, hollow ones do not yet. */
export function spreadMap(world: World, points: readonly SpreadPoint[], options: SpreadOptions): string {
  const seen = points.filter((point) => point.ms <= options.atMs);
  const waiting = points.filter((point) => point.ms > options.atMs);
  const { origin, writer } = options;
  return svg(
    world.size,
    { className: 'map spread', label: options.label },
    '<use class="blank" href="#land"/>',
    dots(
      waiting.filter((point) => point.cached),
      'old',
    ),
    dots(
      waiting.filter((point) => !point.cached),
      'none',
    ),
    dots(seen, 'new'),
    `<path class="origin" d="M${origin.x} ${origin.y - 15}l15 15-15 15-15-15z"/>`,
    writer === null ? '' : `<circle class="writer" cx="${writer.x}" cy="${writer.y}" r="20"/>`,
  );
}
