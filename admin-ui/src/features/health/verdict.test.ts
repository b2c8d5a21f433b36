import { describe, expect, it } from 'vitest';
import type { HealthChecks, HealthFigures, HealthFinding } from '../../api/types';
import { dashed, pathOf, sizeOf, verdictOf, worstFirst } from './verdict';

const finding = (check: string, state: HealthFinding['state']): HealthFinding => ({ check, state, code: `${check}.${state}`, figures: {} });
const checks = (...items: HealthFinding[]): HealthChecks => ({ running: false, total: items.length, items });

describe('the verdict', () => {
  it('is as bad as the worst thing, and counts what needs somebody', () => {
    expect(verdictOf(checks(finding('disk', 'ok')), undefined)).toEqual({ state: 'ok', count: 0 });
    expect(verdictOf(checks(finding('disk', 'warning'), finding('tls', 'ok')), undefined)).toEqual({ state: 'warning', count: 1 });
    expect(verdictOf(checks(finding('disk', 'warning'), finding('tls', 'failed')), undefined)).toEqual({ state: 'failed', count: 2 });
    const failing = { journal_failing: 'no space' } as HealthFigures;
    expect(verdictOf(checks(finding('disk', 'ok')), failing)).toEqual({ state: 'failed', count: 1 });
  });

  it('shows the worst first', () => {
    const shown = worstFirst([finding('a', 'ok'), finding('b', 'warning'), finding('c', 'failed'), finding('d', 'warning')]);
    expect(shown.map(({ check }) => check)).toEqual(['c', 'b', 'd', 'a']);
  });
});

describe('figures', () => {
  const number = (value: number, digits = 0) => value.toFixed(digits);
  it('have units that people read', () => {
    expect([0, 999, 1500, 52_428_800].map((bytes) => sizeOf(bytes, number))).toEqual(['0 B', '999 B', '1.5 kB', '52 MB']);
    expect(dashed('open_files.few')).toBe('open-files-few');
  });

  it('become lines that end at the right and break where nothing is known', () => {
    expect(pathOf([0, 10, 5], 100, 20, 3)).toBe('M0.0 20.0L50.0 0.0L100.0 10.0');
    expect(pathOf([4, null, 4], 100, 20, 5)).toBe('M50.0 0.0M100.0 0.0');
    expect(pathOf([0, 0], 100, 20, 2)).toBe('M0.0 20.0L100.0 20.0');
    expect(pathOf([], 100, 20, 5)).toBe('');
  });
});
