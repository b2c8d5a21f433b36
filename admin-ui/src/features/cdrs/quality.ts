/** How a leg sounded over time: what the drawing is made of. */
import type { MediaFigures } from '../../api/types';

export type History = NonNullable<MediaFigures['history']>;

/** One span of the drawing; opinion is missing where nothing came. */
export interface Span {
  from: number;
  to: number;
  mos: number | undefined;
  lost: number;
  received: number;
  jitter: number;
}

/** The spans with their times, in seconds from the first packet. */
export function spansOf({ span_ms, received, lost, jitter_us, mos }: History): Span[] {
  const length = span_ms / 1000;
  return received.map((came, place) => ({
    from: place * length,
    to: (place + 1) * length,
    mos: mos[place] ?? undefined,
    lost: lost[place] ?? 0,
    received: came,
    jitter: (jitter_us[place] ?? 0) / 1000,
  }));
}

/** Lines through the opinions, one for each stretch in which something came: silence is a gap, not a bad opinion. */
export function linesOf(spans: readonly Span[], x: (span: Span) => number, y: (mos: number) => number): string[] {
  const lines: string[][] = [[]];
  for (const span of spans) {
    if (span.mos === undefined) lines.push([]);
    else lines.at(-1)?.push(`${x(span).toFixed(1)},${y(span.mos).toFixed(1)}`);
  }
  return lines.filter((line) => line.length > 0).map((line) => line.join(' '));
}
