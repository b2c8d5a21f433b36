import { describe, expect, it } from 'vitest';
import { initials } from '../../ui/Avatar';
import { middle } from './photo';

describe('the square of a portrait', () => {
  it('lies in the middle of what is wide or high', () => {
    expect(middle(400, 300)).toEqual({ x: 50, y: 0, side: 300 });
    expect(middle(300, 400)).toEqual({ x: 0, y: 50, side: 300 });
    expect(middle(5, 5)).toEqual({ x: 0, y: 0, side: 5 });
  });
});

describe('initials', () => {
  it('are those of the first and the last name', () => {
    expect(initials('Ana María Núñez')).toBe('AN');
    expect(initials('ana')).toBe('A');
    expect(initials('')).toBe('');
  });
});
