// The beats of a lesson with a run's figures in them: what the terminal, the README and `--json` tell alike.
import { formatDifference } from '../../../reports/format.ts';
import type { RunResult } from '../../../reports/result.ts';
import { metricTable } from '../../metrics/names.ts';
import { filled } from './fill.ts';
import type { FilledFigure } from './fill.ts';
import { wantedOf } from './lesson-file.ts';
import type { Lesson } from './lesson-file.ts';

/** What is said after the run. */
export interface Beats {
  readonly figure: FilledFigure;
  /** `713 ± 11 ms (95 % interval over 5 seeds)`. */
  readonly number: string;
  readonly see: string;
  readonly why: string;
}

/** What the number means, in the words of the table of metrics. */
export function meaningOf({ predicted }: Lesson): string {
  const [first] = predicted.references;
  return metricTable()[first?.metric ?? '']?.meaning ?? '';
}

/** The beats of a lesson whose run is over. */
export function beatsOf(lesson: Lesson, result: RunResult): Beats {
  const { text, predicted } = lesson;
  const { unit } = predicted;
  const [wanted] = wantedOf(lesson);
  const held = result.thresholds.find((threshold) => threshold.text === wanted);
  const { value, low, high } = held ?? { value: null, low: null, high: null };
  const figure = { value, low, high, unit };
  return {
    figure,
    number: `${numberOf(figure)} (95 % interval over ${result.seeds.length} seeds)`,
    see: filled(text.see, result),
    why: filled(text.why, result),
  };
}

/** A figure with half of its interval; a share's half is in per cent like itself. */
function numberOf({ unit, ...estimate }: FilledFigure): string {
  return formatDifference(estimate, unit).replace(/^\+/, '').replace(/pt$/, '%');
}
