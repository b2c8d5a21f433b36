import { describe, expect, it } from 'vitest';
import { levelOf, percentOf } from './level';

describe('a limit', () => {
  it('is near from 80 % on and full at 100 %', () => {
    expect([0, 79, 80, 99, 100, 130].map((used) => levelOf(used, 100))).toEqual(['calm', 'calm', 'near', 'near', 'full', 'full']);
    expect(levelOf(1_000_000, null)).toBe('calm');
    expect(levelOf(0, 0)).toBe('full');
  });

  it('fills its bar and no more', () => {
    expect([percentOf(1, 3), percentOf(7, 5), percentOf(5, undefined), percentOf(0, 0)]).toEqual([33, 100, 0, 100]);
  });
});
