/** What the drawing of a day is made of. */
import type { CdrSummary } from '../../api/types';

export const OUTCOMES = ['answered', 'missed', 'busy', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

type Span = CdrSummary['spans'][number];

export interface Piece {
  outcome: Outcome;
  /** From the bottom, in calls. */
  from: number;
  count: number;
}

/** The pieces of a bar, from the bottom up, without empty ones. */
export function piecesOf(span: Span): Piece[] {
  let from = 0;
  return OUTCOMES.flatMap((outcome) => {
    const piece = { outcome, from, count: span[outcome] };
    from += piece.count;
    return piece.count > 0 ? [piece] : [];
  });
}

export const totalOf = (calls: Record<Outcome, number>): number => OUTCOMES.reduce((sum, outcome) => sum + calls[outcome], 0);

/** The end of a scale: the next of 5, 10, 20, 50, 100 … that holds the highest bar. */
export function scaleOf(spans: readonly Span[]): number {
  const highest = Math.max(0, ...spans.map(totalOf));
  for (let power = 1; ; power *= 10) {
    const end = [5, 10, 20].map((step) => step * power).find((step) => step >= highest);
    if (end) return end;
  }
}

/** Part of the calls that were answered, 0 to 1; nothing without calls. */
export function answeredPart(calls: Record<Outcome, number>): number | undefined {
  const total = totalOf(calls);
  return total > 0 ? calls.answered / total : undefined;
}
