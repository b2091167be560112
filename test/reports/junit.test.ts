// Thresholds for CI systems: a test case each, failures with their figures, and a partial run that does not pass as whole.
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../reports/junit.ts';
import { syntheticResult } from './synthetic.ts';

describe('the JUnit report', () => {
  it('has a test case for each threshold, and failures with value, limit and interval', () => {
    const text = renderJunit(syntheticResult());
    expect(text).toContain('<testsuites name="antipode" tests="2" failures="1" errors="0">');
    expect(text).toMatch(
      /<testcase classname="flagship" name="edge\.ttfb\.p95 &#60; origin\.ttfb\.p95 - 40ms"\/>/,
    );
    expect(text).toMatch(
      /<failure message="value 55\.0\ss, limit 30\.0\ss, 95\s% interval 52\.0 to 58\.0\ss" type="threshold"/u,
    );
    expect(text.match(/<testcase /g)).toHaveLength(2);
  });

  it('has no test case where the scenario has no threshold', () => {
    const text = renderJunit({ ...syntheticResult(100), thresholds: [] });
    expect(text).toContain('tests="0" failures="0"');
    expect(text).not.toContain('<testcase');
  });

  it('counts a partial run as an error', () => {
    const text = renderJunit({ ...syntheticResult(100), partial: true });
    expect(text).toContain('tests="3" failures="1" errors="1"');
    expect(text).toContain('<error message="interrupted');
  });

  it('keeps markup and forbidden characters of names out', () => {
    const result = syntheticResult(100);
    result.scenario.name = '"><evil/>\u0000\uFFFF';
    for (const one of result.thresholds) one.text = ']]></testsuite><evil>';
    const text = renderJunit(result);
    expect(text).not.toContain('<evil');
    // oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
    expect(text).not.toMatch(/[\u0000-\u0008\uFFFE\uFFFF]/);
  });
});
