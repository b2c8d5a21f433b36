import { describe, expect, it } from 'vitest';
import { at, changes, same, withAt } from './pointer';

const values = { name: 'Desk', settings: { ring_secs: 30, gateways: [{ host: 'a' }, { host: 'b' }] } };

describe('pointers into values', () => {
  it('find fields within fields and lists', () => {
    expect(at(values, '/settings/ring_secs')).toBe(30);
    expect(at(values, '/settings/gateways/1/host')).toBe('b');
    expect(at(values, '/settings/none/host')).toBeUndefined();
  });

  it('change one and leave the others and the original alone', () => {
    const changed = withAt(values, '/settings/gateways/1/host', 'c');
    expect(changed.settings.gateways).toEqual([{ host: 'a' }, { host: 'c' }]);
    expect(changed.settings.gateways[0]).toBe(values.settings.gateways[0]);
    expect(values.settings.gateways[1]?.host).toBe('b');
    expect(withAt({ registration: null }, '/registration/user', 'x')).toEqual({ registration: { user: 'x' } });
  });

  it('tell what a PATCH must send', () => {
    expect(changes(values, { ...values, name: 'Door' })).toEqual({ name: 'Door' });
    expect(changes(values, structuredClone(values))).toEqual({});
    expect(same({ a: [1] }, { a: [2] })).toBe(false);
  });
});
