import { describe, expect, it } from 'vitest';
import { answeredPart, piecesOf, scaleOf } from './bars';

const span = (answered: number, missed = 0, busy = 0, failed = 0) => ({ at: '2026-11-20T09:00:00Z', answered, missed, busy, failed });

describe('a bar', () => {
  it('is stacked without gaps and without empty pieces', () => {
    expect(piecesOf(span(3, 0, 2, 1))).toEqual([
      { outcome: 'answered', from: 0, count: 3 },
      { outcome: 'busy', from: 3, count: 2 },
      { outcome: 'failed', from: 5, count: 1 },
    ]);
    expect(piecesOf(span(0))).toEqual([]);
  });

  it('has a scale of round figures', () => {
    expect([[], [span(0)], [span(5)], [span(5, 1)], [span(11)], [span(20, 1)], [span(180, 20)], [span(201)]].map(scaleOf)).toEqual([5, 5, 5, 10, 20, 50, 200, 500]);
  });
});

describe('the part answered', () => {
  it('is nothing without calls', () => {
    expect(answeredPart(span(3, 1))).toBe(0.75);
    expect(answeredPart(span(0))).toBeUndefined();
  });
});
