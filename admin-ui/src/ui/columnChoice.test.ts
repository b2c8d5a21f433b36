import { expect, test } from 'vitest';
import { isShown } from './columnChoice';

test('a usual column shows until it is put away, a rare one when it is asked for, the main one always', () => {
  const toggled = new Set(['usual-away', 'rare-wanted', 'main']);
  expect(isShown({ key: 'usual' }, toggled)).toBe(true);
  expect(isShown({ key: 'usual-away' }, toggled)).toBe(false);
  expect(isShown({ key: 'rare', rare: true }, toggled)).toBe(false);
  expect(isShown({ key: 'rare-wanted', rare: true }, toggled)).toBe(true);
  expect(isShown({ key: 'main', main: true }, toggled)).toBe(true);
});
