// Fills the figures of a run into a lesson's text: `{edge.ttfb.p50}` becomes `42 ms`.
import { formatFigure } from '../../../reports/format.ts';
import type { RunResult } from '../../../reports/result.ts';
import { evaluateExpression } from '../../scenario/threshold-evaluate.ts';
import { parseExpression } from '../../scenario/thresholds.ts';

/** Braces around a metric of an arm; braces of code hold no such name right at their beginning. */
const PLACE = /\{([a-z][\w-]*\.[^{}]+)\}/g;

/** A figure of a run with its 95 % interval over seeds, in its metric's unit. */
export interface FilledFigure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
}

/** The expressions that a text wants filled in. */
export function expressionsIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map((match) => match[1] ?? '');
}

/** The text with figures in the place of expressions. */
export function filled(text: string, result: RunResult): string {
  return text.replace(PLACE, (_place, expression: string) => {
    const { value, unit } = figureOf(expression, result);
    return formatFigure(value, unit);
  });
}

/** What an expression comes to in a result; it has been read without mistake before. */
export function figureOf(written: string, result: RunResult): FilledFigure {
  const reading = parseExpression(
    written,
    result.arms.map((arm) => arm.name),
  );
  if (!reading.ok) throw new Error(`a checked lesson holds "${written}": ${reading.mistake.message}`);
  const { references, unit } = reading.expression;
  return { ...evaluateExpression(references, result.arms), unit };
}
