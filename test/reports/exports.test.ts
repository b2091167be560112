// Exports: JSON comes back as it was, CSV and Markdown hold the same figures, and broken files get a clear error.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../reports/csv.ts';
import { EXPORTS } from '../../reports/index.ts';
import { renderJson } from '../../reports/json.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { parseResult, readResult } from '../../reports/read.ts';
import { syntheticResult } from './synthetic.ts';

function errorOf(text: string): unknown {
  try {
    return parseResult(text, 'result.json');
  } catch (error) {
    return error;
  }
}

describe('the table of exports', () => {
  it('renders every row, the same for the same result', async () => {
    const result = syntheticResult();
    for (const { load } of Object.values(EXPORTS)) {
      const render = await load();
      const content = render(result);
      expect(content.length).toBeGreaterThan(400);
      expect(render(syntheticResult())).toEqual(content);
    }
  });
});

describe('JSON', () => {
  it('reads back as the same result', () => {
    const result = syntheticResult();
    expect(parseResult(renderJson(result), 'result.json')).toEqual(result);
  });
});

describe('CSV', () => {
  it('holds one figure a line with arm, metric, slice, seed and unit', () => {
    const lines = renderCsv(syntheticResult()).split('\r\n');
    expect(lines[0]).toBe('arm,metric,slice,seed,value,unit');
    expect(lines.find((line) => line.startsWith('edge,ttfb.p50,all,all,'))).toMatch(/,ms$/);
    expect(lines.some((line) => line.startsWith('edge,ttfb.p75,country:BR,all,'))).toBe(true);
    expect(lines.filter((line) => line !== '').every((line) => line.split(',').length === 6)).toBe(true);
  });

  it('quotes names and never starts a formula', () => {
    const result = syntheticResult();
    const edge = result.arms[2];
    if (edge === undefined) throw new Error('no edge');
    edge.name = '=cmd|"x",y';
    expect(renderCsv(result)).toContain(`"'=cmd|""x"",y",`);
  });
});

describe('Markdown', () => {
  it('fits a comment on a pull request', async () => {
    const text = renderMarkdown(syntheticResult());
    expect(text.length).toBeLessThan(65_000);
    await expect(text).toMatchFileSnapshot('../golden/reports/summary.md');
  });

  it('escapes names', () => {
    const result = syntheticResult();
    result.scenario.title = '| <b>x</b> [y](z)';
    expect(renderMarkdown(result).split('\n')[0]).toBe('### \\| \\<b\\>x\\</b\\> \\[y\\](z)');
  });
});

describe('reading a saved result', () => {
  const wrong = [
    ['an empty file', '', 'RESULT_NOT_JSON'],
    ['text that is not JSON', 'arms: [', 'RESULT_NOT_JSON'],
    ['JSON of something else', '[1,2]', 'RESULT_OTHER_KIND'],
    ['null', 'null', 'RESULT_OTHER_KIND'],
    ['a later version', '{"kind":"antipode-run","version":2}', 'RESULT_OTHER_VERSION'],
    ['a result with parts missing', '{"kind":"antipode-run","version":1}', 'RESULT_INVALID'],
  ] as const;
  for (const [what, text, code] of wrong)
    it(`refuses ${what} with one clear error`, () => {
      expect(errorOf(text)).toMatchObject({
        code,
        message: expect.stringMatching(/^result\.json .*[^.]$/),
        hint: expect.stringMatching(/\.$/),
      });
    });

  it('names the place of the first mistake', () => {
    const result: Record<string, unknown> = { ...syntheticResult(100), windowMs: 'long' };
    expect(() => parseResult(JSON.stringify(result), 'result.json')).toThrow(/at windowMs: /);
  });

  it('reads a file, and says so when there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'antipode-read-'));
    try {
      const path = join(folder, 'result.json');
      await writeFile(path, renderJson(syntheticResult(100)));
      expect((await readResult(path)).kind).toBe('antipode-run');
      await expect(readResult(join(folder, 'none.json'))).rejects.toThrow(/cannot read .*ENOENT/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
