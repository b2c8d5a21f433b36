import { describe, expect, it } from 'vitest';
import type { Me } from '../api/types';
import { features, shownTo } from './features';

const person = (kind: string, permissions: string[]) => ({ tenant: { kind }, permissions }) as unknown as Me;
const paths = (me: Me) => shownTo(me).map(({ path }) => path);
const everything = features.flatMap(({ permissions }) => permissions);

describe('the areas', () => {
  it('are those of the place and of the permissions', () => {
    expect(paths(person('customer', ['calls.read_own', 'cdrs.read_own', 'endpoints.read_own']))).toEqual(['/overview', '/calls', '/report', '/extensions']);
    expect(paths(person('reseller', everything))).toEqual(expect.arrayContaining(['/tenants', '/users', '/audit', '/branding']));
    expect(paths(person('reseller', everything))).not.toContain('/resellers');
    expect(paths(person('operator', everything))).toEqual(expect.arrayContaining(['/resellers', '/tenants', '/users', '/audit']));
    expect(paths(person('customer', everything))).not.toContain('/tenants');
    expect(paths(person('customer', []))).toEqual([]);
  });

  it('have an address and a key each of their own', () => {
    for (const of of ['path', 'key'] as const) expect(new Set(features.map((feature) => feature[of])).size).toBe(features.length);
  });
});
