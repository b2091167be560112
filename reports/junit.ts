// The thresholds of a run as a JUnit test report, which every CI system shows beside the other tests.
import type { RunResult } from './result.ts';
import { escapeHtml } from './text.ts';
import { thresholdLines } from './thresholds.ts';

/** One test case per threshold; a partial run adds one that failed, because its thresholds saw only a part. */
export function renderJunit(result: RunResult): string {
  const suite = attribute(result.scenario.name, 120);
  const lines = thresholdLines(result);
  const cases = lines.map((line) => {
    const open = `    <testcase classname="${suite}" name="${attribute(line.text, 200)}"`;
    if (line.ok) return `${open}/>`;
    const message = attribute(`${line.what} ${line.value}, limit ${line.limit}, ${line.interval}`, 300);
    return `${open}><failure message="${message}" type="threshold"/></testcase>`;
  });
  const partial = result.partial
    ? [
        `    <testcase classname="${suite}" name="the run is whole"><error message="interrupted: the result is partial" type="partial"/></testcase>`,
      ]
    : [];
  const failures = lines.filter((line) => !line.ok).length;
  const counts = `tests="${cases.length + partial.length}" failures="${failures}" errors="${partial.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="antipode" ${counts}>`,
    `  <testsuite name="${suite}" ${counts}>`,
    ...cases,
    ...partial,
    '  </testsuite>',
    '</testsuites>\n',
  ].join('\n');
}

/** Text inside a quoted XML attribute; the two code points that XML forbids and HTML does not are dropped. */
function attribute(text: string, limit: number): string {
  return escapeHtml(text.replace(/[\uFFFE\uFFFF]/g, ''), limit);
}
