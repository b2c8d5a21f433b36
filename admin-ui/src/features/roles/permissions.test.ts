import { describe, expect, it } from 'vitest';
import matrix from '../../../../platform/server/src/matrix.txt?raw';
import en from './en.ftl?raw';
import es from './es.ftl?raw';
import { areasOf, needs, ticked } from './permissions';

const ALL = ['calls.hang_up', 'calls.read', 'calls.read_own', 'roles.read', 'users.read', 'users.write', 'widgets.read'];

describe('permissions', () => {
  it('stand in their areas, what shows before what changes', () => {
    expect(areasOf(ALL)).toEqual([
      { area: 'calls', names: ['calls.read_own', 'calls.read', 'calls.hang_up'] },
      { area: 'people', names: ['users.read', 'users.write', 'roles.read'] },
      { area: 'other', names: ['widgets.read'] },
    ]);
  });

  it('bring what they are of no use without, and take along what is of no use without them', () => {
    expect(ticked(ALL, [], 'calls.hang_up', true)).toEqual(['calls.hang_up', 'calls.read', 'calls.read_own']);
    expect(ticked(ALL, ALL, 'calls.read_own', false)).toEqual(['roles.read', 'users.read', 'users.write', 'widgets.read']);
    expect(ticked(ALL, ['users.read', 'users.write', 'roles.read'], 'roles.read', false)).toEqual(['users.read']);
    expect(needs('users.read', 'users.write')).toBe(false);
  });

  it('have words in both languages', () => {
    const [head = '', ...lines] = matrix.trim().split('\n');
    const columns = head.trim().split(/\s+/);
    const administrator = columns.indexOf('administrator');
    const held = lines.map((line) => line.trim().split(/\s+/)).filter((cells) => cells[administrator] === 'x');
    const names = new Set(held.map((cells) => cells[1] ?? '').filter((name) => name.includes('.')));
    expect(names.size).toBeGreaterThan(20);
    for (const [language, texts] of Object.entries({ en, es })) {
      const missing = [...names].flatMap((name) =>
        ['permission', 'allows'].map((family) => `${family}-${name.replaceAll('.', '-')}`).filter((key) => !texts.includes(`\n${key} = `)),
      );
      expect(missing, `src/features/roles/${language}.ftl lacks words for what a role may do`).toEqual([]);
    }
  });
});
