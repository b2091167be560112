// Runs a lesson's scenario as the participant left it, and says whether the task is solved.
import { EXIT_CODES } from '../../errors.ts';
import { formatFigure } from '../../../reports/format.ts';
import { parseThreshold } from '../../scenario/thresholds.ts';
import { metricTable } from '../../metrics/names.ts';
import type { Terminal } from '../terminal.ts';
import type { Lesson } from './lesson-file.ts';
import { runLesson } from './run-lesson.ts';
import { writerOn } from './words.ts';

/** Whether the task is solved, undefined when the run was interrupted; an unsolved one ends with the exit code of failed thresholds. */
export async function checkTask(lesson: Lesson, terminal: Terminal): Promise<boolean | undefined> {
  const result = await runLesson(lesson, terminal);
  if (result === undefined) return undefined;
  const outcomes = result.thresholds.filter(({ text }) => lesson.text.change.check.includes(text));
  const arms = result.arms.map((arm) => arm.name);
  const write = writerOn(terminal);
  for (const { text, ok, value } of outcomes) {
    const reading = parseThreshold(text, arms);
    const [first] = reading.ok ? reading.threshold.references : [];
    const unit = metricTable()[first?.metric ?? '']?.unit ?? 'count';
    write.prose(`${ok ? 'MET   ' : 'FAILED'} ${text} (${formatFigure(value, unit)})`);
  }
  const solved = outcomes.every(({ ok }) => ok);
  if (solved) write.prose(`Lesson ${lesson.number} is solved.`);
  else {
    write.prose('Not solved yet. The task:');
    write.lines(['']);
    write.prose(lesson.text.change.task);
    terminal.exitCode = EXIT_CODES.thresholdFailed;
  }
  return solved;
}
