// The fidelity gates: how near the modelled RTTs are to the measured ones of the shipped sample.
import { describe, expect, it } from 'vitest';
import { accuracySentence, audit, sampleFacts } from '../../topology/audit.ts';
import { regionById } from '../../topology/catalog.ts';
import { createRttModel } from '../../topology/rtt.ts';

const model = createRttModel();

describe('the modelled RTT against 150 pairs of AWS and 150 of Azure', () => {
  it('has a median absolute relative error of at most 8 %, 85 % of pairs within 20 %, and a bias of at most 5 %, in each set', () => {
    const table = audit(model, sampleFacts(), 'backbone');
    expect(table.map((row) => [row.set, row.pairs])).toEqual([
      ['aws', 150],
      ['azure', 150],
      ['all', 300],
    ]);
    for (const row of table) {
      expect(row.medianAbsRelError).toBeLessThanOrEqual(0.08);
      expect(row.within20).toBeGreaterThanOrEqual(0.85);
      expect(Math.abs(row.medianBias)).toBeLessThanOrEqual(0.05);
      expect(row.shortMedianAbsErrorMs).toBeLessThanOrEqual(4);
    }
  });

  it('puts Singapore and N. Virginia between 205 and 240 ms apart', () => {
    const { ms } = model.rttMs(regionById('aws:ap-southeast-1'), regionById('aws:us-east-1'), 'backbone');
    expect(ms).toBeGreaterThan(205);
    expect(ms).toBeLessThan(240);
  });

  it('is told in one line for the reports', () => {
    expect(accuracySentence()).toMatch(
      /300 measured cloud-to-cloud RTTs by \d\.\d % in the median; \d\d % are within 20 %/,
    );
  });

  it('would notice a model that is a fifth too fast', () => {
    const hasty = {
      ...model,
      rttMs: (...pair: Parameters<typeof model.rttMs>) => ({
        ...model.rttMs(...pair),
        ms: 0.8 * model.rttMs(...pair).ms,
      }),
    };
    expect(audit(hasty, sampleFacts(), 'backbone').every((row) => row.medianAbsRelError > 0.08)).toBe(true);
  });
});
