// A lesson as its folder tells it: `lesson.yaml` beside a scenario; texts, the number to predict, the picture, and the task.
import { join } from 'node:path';
import * as z from 'zod';
import { loadPlan } from '../../scenario/load.ts';
import type { LoadedScenario } from '../../scenario/load.ts';
import { problemAt, problemsOf } from '../../scenario/issues.ts';
import { throwProblems } from '../../scenario/problems.ts';
import { readTextFile } from '../../scenario/read-file.ts';
import { parseExpression, parseThreshold } from '../../scenario/thresholds.ts';
import type { Expression, ThresholdMistake } from '../../scenario/thresholds.ts';
import { parseYaml } from '../../scenario/yaml-source.ts';
import type { YamlPath, YamlSource } from '../../scenario/yaml-source.ts';
import { expressionsIn } from './fill.ts';

/** Longer files are not lessons. */
const LARGEST_BYTES = 100_000;

/** Bars of more rows than this do not fit on a screen of 24 lines with the words around them. */
const MOST_BARS = 10;

/** Nothing, in each unit of the metrics. */
const ZEROS: Readonly<Record<string, string>> = { ms: '0ms', ratio: '0%', bytes: '0B', USD: '0$' };

const text = (what: string) => z.string({ error: `${what} (text)` }).min(1, { error: `${what} (text)` });

const expression = text('a metric of an arm such as edge.ttfb.p50');

const picture = z.union(
  [
    z
      .enum(['distribution', 'map', 'spread', 'timeline'])
      .describe(
        'A picture of the report: TTFB as a distribution, on maps or over time; how a write spreads.',
      ),
    z
      .strictObject({
        bars: z
          .record(z.string(), expression)
          .refine((bars) => Object.keys(bars).length > 0 && Object.keys(bars).length <= MOST_BARS, {
            error: `one to ${MOST_BARS} bars`,
          })
          .describe('A bar for each label: a metric, or metrics added and taken away.'),
      })
      .describe('Bars on one scale.'),
  ],
  { error: 'distribution, map, spread, timeline, or bars' },
);

const lessonSchema = z.strictObject({
  title: text('a title').describe('A few words.'),
  question: text('a question').describe('What the lesson answers.'),
  predict: z
    .strictObject({
      ask: text('what to predict').describe('What the participant is asked before the run.'),
      metric: expression.describe('The one number, in the language of thresholds.'),
    })
    .describe('What is predicted before the run.'),
  see: text('what one sees').describe('Read after the run; {edge.ttfb.p50} is filled in from it.'),
  picture: picture.describe('The one picture that answers the question.'),
  figure: text('the name of a chart').describe('The chart for slides, as `report --chart` names it.'),
  why: text('why').describe('Why it is so; filled in like `see`.'),
  change: z
    .strictObject({
      task: text('a task').describe('What the participant changes in scenario.yaml or handler.ts.'),
      check: z
        .array(text('a threshold such as "edge.ttfb.p50 < 120ms"'), { error: 'a list of thresholds' })
        .min(1, { error: 'at least one threshold' })
        .describe('What holds when the task is solved.'),
    })
    .describe('What the participant changes.'),
  further: text('where to go on').describe('For those who are done early.'),
});

/** What `lesson.yaml` holds. */
export type LessonText = z.infer<typeof lessonSchema>;

/** A lesson ready to be told. */
export interface Lesson {
  /** The folder's name, `01-light-is-slow`. */
  readonly id: string;
  readonly number: number;
  readonly folder: string;
  readonly text: LessonText;
  /** The number to predict. */
  readonly predicted: Expression;
  readonly loaded: LoadedScenario;
}

/** What a run of the lesson is asked, as thresholds: first the number to predict (held against zero), then what solves the task. */
export function wantedOf({ text, predicted }: Lesson): readonly [string, ...string[]] {
  return [`${text.predict.metric} >= ${ZEROS[predicted.unit] ?? '0'}`, ...text.change.check];
}

/** Reads a lesson and the scenario beside it; throws every mistake in either, each with its place. */
export async function loadLesson(place: { id: string; number: number; folder: string }): Promise<Lesson> {
  const { text, source } = await readLessonText(place.folder);
  const loaded = await loadPlan(place.folder);
  const arms = loaded.plan.arms.map((arm) => arm.name);
  throwProblems(metricProblems(text, { source, arms }));
  const reading = parseExpression(text.predict.metric, arms);
  if (!reading.ok) throw new Error('a lesson without problems must have a number to predict');
  return { ...place, text, predicted: reading.expression, loaded };
}

/** Reads `lesson.yaml` alone, for lists of lessons. */
export async function readLessonText(folder: string): Promise<{ text: LessonText; source: YamlSource }> {
  const file = join(folder, 'lesson.yaml');
  const source = parseYaml(file, await readTextFile(file, { what: 'a lesson', largestBytes: LARGEST_BYTES }));
  const reading = lessonSchema.safeParse(source.value);
  const kind = { called: 'the lesson', jsonSchema: z.toJSONSchema(lessonSchema) };
  throwProblems(problemsOf(reading.error?.issues ?? [], source, kind));
  if (!reading.success) throw new Error('a lesson that does not parse must have a problem');
  return { text: reading.data, source };
}

/** Metrics and thresholds that cannot be read, or that name arms which the scenario does not have. */
function metricProblems(text: LessonText, around: { source: YamlSource; arms: readonly string[] }) {
  const { source, arms } = around;
  const mistaken = (path: YamlPath, mistake: ThresholdMistake) =>
    problemAt(source, path, { message: `${path.join('.')}: ${mistake.message}`, hint: mistake.hint });
  const metric = (path: YamlPath, written: string) => {
    const reading = parseExpression(written, arms);
    return reading.ok ? [] : [mistaken(path, reading.mistake)];
  };
  const bars = typeof text.picture === 'string' ? {} : text.picture.bars;
  return [
    ...metric(['predict', 'metric'], text.predict.metric),
    ...(['see', 'why'] as const).flatMap((key) =>
      expressionsIn(text[key]).flatMap((one) => metric([key], one)),
    ),
    ...Object.entries(bars).flatMap(([label, one]) => metric(['picture', 'bars', label], one)),
    ...unlikeBars(bars, arms).map((message) => problemAt(source, ['picture', 'bars'], { message })),
    ...text.change.check.flatMap((line, n) => {
      const reading = parseThreshold(line, arms);
      return reading.ok ? [] : [mistaken(['change', 'check', n], reading.mistake)];
    }),
  ];
}

/** Bars share one scale, so they share one unit. */
function unlikeBars(bars: Readonly<Record<string, string>>, arms: readonly string[]): string[] {
  const units = Object.values(bars).flatMap((one) => {
    const reading = parseExpression(one, arms);
    return reading.ok ? [reading.expression.unit] : [];
  });
  const [first, other] = new Set(units);
  return other === undefined ? [] : [`picture.bars: ${first} and ${other} do not fit on one scale`];
}
