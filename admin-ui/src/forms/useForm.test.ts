import { describe, expect, it } from 'vitest';
import { placeOf } from './useForm';

describe('a refusal', () => {
  const fields = new Map([
    ['/name', 'a'],
    ['/settings/sources', 'b'],
  ]);

  it('shows at its field, or at the one that holds it', () => {
    expect(placeOf({ pointer: '/name' }, fields)).toBe('/name');
    expect(placeOf({ pointer: '/settings/sources/2' }, fields)).toBe('/settings/sources');
    expect(placeOf({ pointer: '/settings/other' }, fields)).toBeUndefined();
    expect(placeOf({ pointer: undefined }, fields)).toBeUndefined();
  });
});
