import { describe, expect, it } from 'vitest';
import { linesOf, spansOf } from './quality';

const history = { span_ms: 5000, received: [250, 0, 240], lost: [0, 0, 10], jitter_us: [1000, 0, 2500], mos: [4.4, null, 3.9] };

describe('quality over time', () => {
  it('has times in seconds and gaps where nothing came', () => {
    const spans = spansOf(history);
    expect(spans.map(({ from, to }) => [from, to])).toEqual([[0, 5], [5, 10], [10, 15]]);
    expect(spans[1]?.mos).toBeUndefined();
    expect(spans[2]).toMatchObject({ lost: 10, jitter: 2.5 });
  });

  it('is drawn as one line for each stretch with sound', () => {
    const lines = linesOf(spansOf(history), ({ from }) => from, (mos) => mos * 10);
    expect(lines).toEqual(['0.0,44.0', '10.0,39.0']);
  });
});
