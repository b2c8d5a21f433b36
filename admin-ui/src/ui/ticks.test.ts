import { expect, test } from 'vitest';
import { between } from './ticks';

test('a range goes both ways, and from a row that is gone it is the one row', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(between(ids, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(between(ids, 'c', 'a')).toEqual(['a', 'b', 'c']);
  expect(between(ids, 'gone', 'c')).toEqual(['c']);
});
