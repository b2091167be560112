// The pages of a lesson that are made from its text and its run: README.md and figure.svg.
import { renderChart } from '../../reports/svg-chart.ts';
import type { RunResult } from '../../reports/result.ts';
import { beatsOf } from '../../sim/cli/lesson/beats.ts';
import type { Lesson } from '../../sim/cli/lesson/lesson-file.ts';
import { loadLesson } from '../../sim/cli/lesson/lesson-file.ts';
import { pictureLines } from '../../sim/cli/lesson/picture.ts';
import { runLesson } from '../../sim/cli/lesson/run-lesson.ts';
import type { LessonPlace } from '../../sim/cli/lesson/shelf.ts';

const COLUMNS = 80;

/** The content of each page by file name. */
export async function lessonPages(place: LessonPlace): Promise<Record<string, string>> {
  const lesson = await loadLesson(place);
  const result = await runLesson(lesson, silentTerminal());
  if (result === undefined) throw new Error(`lesson ${place.id} was interrupted`);
  return { 'README.md': readme(lesson, result), 'figure.svg': renderChart(result, lesson.text.figure) };
}

function silentTerminal() {
  return {
    columns: COLUMNS,
    color: false,
    maps: false,
    errorColor: false,
    interactive: false,
    exitCode: 0,
    out: () => undefined,
    err: () => undefined,
  };
}

function readme(lesson: Lesson, result: RunResult): string {
  const { text, number, id } = lesson;
  const beats = beatsOf(lesson, result);
  const picture = pictureLines(text.picture, result, { columns: COLUMNS, color: false });
  const code = Object.keys(lesson.loaded.bundles)
    .map((file) => `[${file}](${file})`)
    .join(' and ');
  const plain = (words: string): string => words.trim().replaceAll('\u00a0', ' ');
  return [
    `# ${number}. ${text.title}`,
    '<!-- Made by `npm run figures` from lesson.yaml and a run of the files beside it; a test holds every figure. -->',
    plain(text.question),
    '## Predict first',
    plain(text.predict.ask),
    '## Run',
    ['```sh', `npx antipode lesson ${number}`, '```'].join('\n'),
    `It asks for your prediction, runs [scenario.yaml](scenario.yaml) with ${code}, and tells you what follows. The same run with its whole report: \`npx antipode run scenarios/lessons/${id}\`.`,
    '## What you see',
    `\`${text.predict.metric}\` is **${plain(beats.number)}**.`,
    ['```text', ...picture, '```'].join('\n'),
    plain(beats.see),
    '![The same run as a chart](figure.svg)',
    '## Why',
    plain(beats.why),
    '## Change this',
    plain(text.change.task),
    ['```sh', `npx antipode lesson check ${number}`, '```'].join('\n'),
    '## Going further',
    plain(text.further),
    'For teachers: [notes.md](notes.md), and the [plans for an hour and for half a day](../README.md).\n',
  ].join('\n\n');
}
