import { describe, expect, it } from 'vitest';
import type { Me } from '../api/types';
import { features, shownTo } from './features';

const person = (kind: string, permissions: string[]) => ({ tenant: { kind }, permissions }) as unknown as Me;
const paths = (me: Me) => shownTo(me).map(({ path }) => path);
const everything = features.flatMap(({ permissions }) => permissions);

describe('the areas', () => {
  it('are those of the place and of the permissions', () => {
    expect(paths(person('customer', ['calls.read_own', 'cdrs.read_own', 'endpoints.read_own']))).toEqual(['/overview', '/calls', '/report', '/extensions']);
    expect(paths(person('reseller', everything))).toEqual([
      '/tenants', '/blueprints', '/plans', '/quota',
      '/users', '/roles',
      '/audit', '/security-events',
      '/security', '/support-access', '/branding',
    ]);
    expect(paths(person('operator', everything))).toEqual([
      '/resellers', '/tenants', '/health', '/bans', '/setup', '/blueprints',
      '/users', '/roles',
      '/audit', '/security-events',
      '/security', '/branding',
    ]);
    expect(paths(person('customer', everything))).toEqual([
      '/overview', '/calls', '/report',
      '/users', '/roles', '/extensions', '/devices',
      '/numbers', '/trunks', '/routes',
      '/audit', '/security-events', '/usage',
      '/security', '/support-access', '/branding',
    ]);
    expect(paths(person('customer', []))).toEqual([]);
  });

  it('have an address and a key each of their own', () => {
    for (const of of ['path', 'key'] as const) expect(new Set(features.map((feature) => feature[of])).size).toBe(features.length);
  });
});
