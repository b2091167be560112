// The terminal report: golden texts at three widths, plain without colour, and safe with hostile names.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../reports/terminal-layout.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import { syntheticResult } from './synthetic.ts';

const ESCAPE = String.fromCharCode(27);

describe('the terminal report', () => {
  for (const columns of [60, 80, 120]) {
    it(`reads well through a pipe of ${columns} columns`, async () => {
      const text = renderTerminal(syntheticResult(), { columns, color: false, maps: false });
      await expect(text).toMatchFileSnapshot(`../golden/reports/terminal-${columns}.txt`);
      for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    });
  }

  for (const columns of [80, 120]) {
    it(`shows maps without colour on a screen of ${columns} columns`, async () => {
      const text = renderTerminal(syntheticResult(), { columns, color: false, maps: true });
      await expect(text).toMatchFileSnapshot(`../golden/reports/terminal-${columns}-screen.txt`);
      for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    });
  }

  it('shows the same maps in colour', async () => {
    const screen = { columns: 80, maps: true };
    const colored = renderTerminal(syntheticResult(), { ...screen, color: true });
    await expect(colored).toMatchFileSnapshot('../golden/reports/terminal-80-color.txt');
    const plain = renderTerminal(syntheticResult(), { ...screen, color: false });
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  it('leaves the maps out where a screen is too narrow for them', () => {
    const narrow = { columns: 79, color: false };
    const text = renderTerminal(syntheticResult(), { ...narrow, maps: true });
    expect(text).toBe(renderTerminal(syntheticResult(), { ...narrow, maps: false }));
    expect(text).not.toMatch(/[\u2801-\u28ff]/);
  });

  it('begins with the verdict, in numbers', () => {
    const text = renderTerminal(syntheticResult(), { columns: 80, color: false, maps: false });
    expect(text.split('\n\n')[1]).toMatch(
      /^From origin to edge the median first byte comes \d+ ± \d+ ms sooner/,
    );
  });

  it('holds no escape codes without colour, and the same words with it', () => {
    const plain = renderTerminal(syntheticResult(), { columns: 80, color: false, maps: false });
    const colored = renderTerminal(syntheticResult(), { columns: 80, color: true, maps: false });
    expect(plain).not.toContain(ESCAPE);
    expect(colored).toContain(ESCAPE);
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  it('never lets a name of the scenario move the cursor or grow a line', () => {
    const result = syntheticResult();
    result.scenario.title = `${ESCAPE}[2J\u202Eevil\u0007 ${'x'.repeat(10_000)}`;
    result.warnings = [`${ESCAPE}]0;title\u0007 watch out`];
    const edge = result.arms[2];
    if (edge === undefined) throw new Error('no edge');
    edge.name = `${ESCAPE}[31m${'y'.repeat(500)}`;
    const text = renderTerminal(result, { columns: 80, color: false, maps: false });
    expect(text).not.toContain(ESCAPE);
    expect(text).not.toContain('\u202E');
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it('shows a dash where a quantile would rest on too few requests', () => {
    const small = renderTerminal(syntheticResult(100), { columns: 80, color: false, maps: false });
    expect(small).toMatch(/p99 +– +– +– +–/);
  });

  it('tells of one arm alone without a comparison', () => {
    const result = syntheticResult();
    result.arms = result.arms.slice(0, 1);
    result.pairs = [];
    // One of them compares with an arm that is gone.
    result.thresholds = [];
    const text = renderTerminal(result, { columns: 80, color: false, maps: false });
    expect(text).toContain('Origin sends half of its first bytes within');
    expect(text).not.toContain('−');
  });
});
