import { describe, expect, it } from 'vitest';
import { differences, objectName } from './actions';

describe('an object', () => {
  it('is called what it was called last', () => {
    expect(objectName({ before: { number: '1001' }, after: { number: '1002' } })).toBe('1002');
    expect(objectName({ before: { first_name: 'Ana', last_name: '', user_name: 'ana' } })).toBe('Ana');
    expect(objectName({ after: { first_name: '', last_name: '', user_name: 'ana' } })).toBe('ana');
    expect(objectName({})).toBeUndefined();
  });
});

describe('what changed', () => {
  it('is told field by field, within fields too', () => {
    const before = { name: 'Desk', settings: { ring_secs: 30, codecs: ['opus'] }, owner: null };
    const after = { name: 'Desk', settings: { ring_secs: 45, codecs: ['opus', 'pcma'] }, owner: 'usr_1' };
    expect(differences(before, after)).toEqual([
      { field: 'settings.ring_secs', before: '30', after: '45' },
      { field: 'settings.codecs', before: '["opus"]', after: '["opus","pcma"]' },
      { field: 'owner', before: undefined, after: 'usr_1' },
    ]);
  });

  it('is everything for what is new or gone', () => {
    expect(differences(undefined, { a: 1 })).toEqual([{ field: 'a', before: undefined, after: '1' }]);
    expect(differences({ a: 1 }, null)).toEqual([{ field: 'a', before: '1', after: undefined }]);
    expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
  });
});
