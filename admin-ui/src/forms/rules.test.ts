import { describe, expect, it } from 'vitest';
import { broken, rulesOf } from './rules';

describe('the server’s rules', () => {
  it('come out of its document, within settings too', () => {
    expect(rulesOf('NewEndpoint', '/settings/ring_secs')).toEqual({ minimum: 5, maximum: 180 });
    expect(rulesOf('NewEndpoint', '/name')).toMatchObject({ required: true, maxLength: 80 });
    expect(rulesOf('NewSupportGrant', '/access').options).toContain('see');
    expect(rulesOf('NewUser', '/nothing')).toEqual({});
  });

  it('do not demand what stands in a part that may be left out', () => {
    expect(rulesOf('NewTrunk', '/settings/registration/user').required).toBeUndefined();
  });

  it('say what is broken', () => {
    expect(broken({ required: true }, ' ')).toEqual({ key: 'rule-required' });
    expect(broken({ required: true }, null)).toEqual({ key: 'rule-required' });
    expect(broken({}, '')).toBeUndefined();
    expect(broken({ maxLength: 3 }, 'ñañañ')).toEqual({ key: 'rule-too-long', args: { most: 3 } });
    expect(broken({ maxLength: 2 }, '😀😀')).toBeUndefined();
    expect(broken({ pattern: '^a+$' }, 'b')).toEqual({ key: 'rule-pattern' });
    expect(broken({ minimum: 5, maximum: 180 }, 4)).toEqual({ key: 'rule-between', args: { least: 5, most: 180 } });
    expect(broken({ minimum: 1 }, 0)).toEqual({ key: 'rule-at-least', args: { least: 1 } });
    expect(broken({ minimum: 5, maximum: 180 }, 30)).toBeUndefined();
  });

  it('take text where a figure belongs for no figure', () => {
    expect(broken({ minimum: 5 }, 'many')).toEqual({ key: 'rule-number' });
  });
});
