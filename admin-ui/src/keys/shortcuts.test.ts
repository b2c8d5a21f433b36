import { describe, expect, it } from 'vitest';
import { match } from './shortcuts';

const all = ['/', '?', 'c', 'g c', 'g u'];

describe('keys', () => {
  it('act alone, or two in a row', () => {
    expect(match(['c'], all)).toEqual({ hit: 'c', begins: false });
    expect(match(['g'], all)).toEqual({ hit: undefined, begins: true });
    expect(match(['g', 'u'], all)).toEqual({ hit: 'g u', begins: false });
    expect(match(['g', 'x'], all)).toEqual({ hit: undefined, begins: false });
  });
});
