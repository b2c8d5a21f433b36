/** Every permission that a page names is one the server asks for; and each role's menu is what follows from its permissions. */
import { describe, expect, it } from 'vitest';
import openapi from '../../../platform/server/openapi.json?raw';
import matrix from '../../../platform/server/src/matrix.txt?raw';
import type { Me } from '../api/types';
import { features, shownTo } from './features';

/** Asked for by no operation of its own. */
const WITHOUT_OPERATION = ['support_access.enter'];

const document = JSON.parse(openapi) as {
  paths: Record<string, Record<string, { 'x-permission'?: string }>>;
};
const asked = Object.values(document.paths).flatMap((path) => Object.values(path).flatMap(({ 'x-permission': permission }) => permission ?? []));
// An operation that shows the own asks for that alone, and shows all to who may see all.
const all = asked.flatMap((permission) => (permission.endsWith('.read_own') ? permission.replace('.read_own', '.read') : []));
const served = new Set([...WITHOUT_OPERATION, ...asked, ...all]);

const pages = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

/** What each built-in role holds, out of the committed matrix of roles and operations. */
function heldByRole(): Map<string, string[]> {
  const [head = '', ...lines] = matrix.trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const roles = head.trim().split(/\s+/).slice(2);
  return new Map(roles.map((role, place) => [role, [...new Set(rows.flatMap((cells) => (cells[place + 2] === 'x' ? (cells[1] ?? []) : [])))]]));
}

/** Where people of a role are at home. */
function homesOf(role: string): string[] {
  if (role === 'operator' || role === 'reseller') return [role];
  return role === 'auditor' || role.startsWith('support_') ? ['operator', 'reseller'] : ['customer'];
}

describe('the pages', () => {
  it('name permissions that the server asks for', () => {
    const named = new Set(features.flatMap(({ permissions, create }) => [...permissions, ...(create ? [create.permission] : [])]));
    for (const text of Object.values(pages)) {
      for (const [, permission = ''] of text.matchAll(/\b(?:may|useMay\(\))\('([^']+)'\)/g)) named.add(permission);
    }
    expect(named.size).toBeGreaterThan(15);
    expect([...named].filter((permission) => !served.has(permission))).toEqual([]);
  });

  it('are for each role those that follow from its permissions', async () => {
    const menus = [...heldByRole()].flatMap(([role, permissions]) =>
      homesOf(role).map((kind) => {
        const me = { tenant: { kind }, permissions } as unknown as Me;
        const shown = shownTo(me).map(({ path, create }) => {
          const creates = create && permissions.includes(create.permission) && (create.kinds ?? [kind]).includes(kind);
          return creates ? { path, create: `${path}?new=1` } : { path };
        });
        return { role, home: kind, pages: shown };
      }),
    );
    expect(menus.find(({ role }) => role === 'member')?.pages.map(({ path }) => path)).not.toContain('/users');
    // The walk of a browser reads it. After a wanted change: npx vitest run --update src/app/menus.test.ts
    await expect(`${JSON.stringify(menus, null, 2)}\n`).toMatchFileSnapshot('../../../tests/peers/browser/menus.json');
  });
});
