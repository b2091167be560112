// Foreign text is harmless in every report, and numbers read as people write them.
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDifference,
  formatDuration,
  formatFigure,
  formatMs,
  formatShare,
} from '../../reports/format.ts';
import { escapeHtml, escapeMarkdown, plainText } from '../../reports/text.ts';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('foreign text', () => {
  it('loses control characters, direction marks and lone surrogates', () => {
    expect(plainText('a\u001b[31mb\u202ec\ud800d\ne')).toBe('a[31mbcd e');
  });

  it('is cut to its limit even when it is ten million characters long', () => {
    const cut = plainText('é'.repeat(10_000_000), 50);
    expect(Array.from(cut)).toHaveLength(50);
    expect(cut.endsWith('…')).toBe(true);
  });

  it('cannot pile up combining marks', () => {
    expect(plainText(`e${'\u0301'.repeat(100)}`)).toHaveLength(3);
  });

  it('cannot open a tag or leave an attribute in HTML', () => {
    expect(escapeHtml(`"><script>alert('x')</script>&`)).not.toMatch(/[<>"']|&(?!#\d+;)/);
  });

  it('cannot become a table cell, a link or a tag in Markdown', () => {
    expect(escapeMarkdown('a|b [c](d) <e>')).toBe('a\\|b \\[c\\](d) \\<e\\>');
  });
});

describe('numbers', () => {
  it('carry units and about three digits', () => {
    expect([4.26, 42.4, 1240, 41_230, 120_000, null].map((ms) => spaced(formatMs(ms)))).toEqual([
      '4.3 ms',
      '42 ms',
      '1,240 ms',
      '41.2 s',
      '120 s',
      '–',
    ]);
    expect([0, 0.0049, 0.0123, 0.55, 1].map((share) => spaced(formatShare(share)))).toEqual([
      '0 %',
      '0.49 %',
      '1.2 %',
      '55 %',
      '100 %',
    ]);
    expect([999, 4_020_000, 116e6].map((bytes) => spaced(formatFigure(bytes, 'bytes')))).toEqual([
      '999 B',
      '4.02 MB',
      '116 MB',
    ]);
    expect(spaced(formatMs(0.02))).toBe('<0.1 ms');
    expect([60_000, 180_000, 7500, 0].map((ms) => spaced(formatDuration(ms)))).toEqual([
      '60 s',
      '180 s',
      '7.5 s',
      '0 s',
    ]);
    expect(spaced(formatShare(0.9992))).toBe('99.92 %');
    expect(formatCount(1_234_567)).toBe('1,234,567');
  });

  it('show differences with sign and half interval', () => {
    expect(spaced(formatDifference({ value: -181.6, low: -183.6, high: -179.6 }, 'ms'))).toBe('−182 ± 2 ms');
    expect(spaced(formatDifference({ value: 0.526, low: 0.519, high: 0.533 }, 'ratio'))).toBe(
      '+52.6 ± 0.7 pt',
    );
    expect(spaced(formatDifference({ value: 12, low: null, high: null }, 'count'))).toBe('+12');
    expect(formatDifference({ value: null, low: null, high: null }, 'ms')).toBe('–');
  });
});
