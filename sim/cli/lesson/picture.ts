// The one picture of a lesson, in lines for the terminal: bars of metrics, or a picture that the report draws too.
import { formatFigure } from '../../../reports/format.ts';
import { barLines } from '../../../reports/terminal-bars.ts';
import { distributionLines } from '../../../reports/terminal-distribution.ts';
import { painter, table } from '../../../reports/terminal-layout.ts';
import type { Painter } from '../../../reports/terminal-layout.ts';
import { mapLines } from '../../../reports/terminal-map.ts';
import { consistencyTable } from '../../../reports/terminal-tables.ts';
import { timelineLines } from '../../../reports/terminal-timeline.ts';
import { subjectOf } from '../../../reports/figures.ts';
import type { RunResult } from '../../../reports/result.ts';
import { figureOf } from './fill.ts';
import type { LessonText } from './lesson-file.ts';

type Named = Exclude<LessonText['picture'], { readonly bars: object }>;

/** What the report draws too, by the names that lessons use. */
const DRAWN: Readonly<
  Record<Named, (result: RunResult, look: { columns: number; paint: Painter }) => string[]>
> = {
  distribution: (result, { columns }) => [
    '  Time to first byte, share of requests',
    ...distributionLines(result.arms, columns),
  ],
  map: mapLines,
  spread: (result, look) => table(consistencyTable(subjectOf(result)), look),
  timeline: (result, { columns }) => [
    '  Mean time to first byte over the window',
    ...timelineLines(result, columns),
  ],
};

/** The lines of a picture, at most `columns` wide. */
export function pictureLines(
  picture: LessonText['picture'],
  result: RunResult,
  look: { readonly columns: number; readonly color: boolean },
): string[] {
  const { columns, color } = look;
  if (typeof picture !== 'string') {
    const bars = Object.entries(picture.bars).map(([label, expression]) => {
      const { value, unit } = figureOf(expression, result);
      return { label, value, text: formatFigure(value, unit) };
    });
    return barLines(bars, columns);
  }
  return DRAWN[picture](result, { columns, paint: painter(color) });
}
