import { describe, expect, it } from 'vitest';
import { clock, formats } from './format';

describe('durations', () => {
  it('read as clocks do', () => {
    expect([-1, 7, 754, 3723].map(clock)).toEqual(['0:00', '0:07', '12:34', '1:02:03']);
  });
});

describe('times', () => {
  const at = '2026-11-20T23:30:00Z';

  it('stand in the zone and the language of the person', () => {
    expect(formats('es-ES', 'Europe/Madrid').dateTime(at)).toBe('21 nov 2026, 0:30');
    expect(formats('en-GB', 'America/New_York').dateTime(at)).toBe('20 Nov 2026, 18:30');
  });

  it('tell how long ago', () => {
    const now = Date.parse(at) / 1000;
    const { ago } = formats('en', 'UTC');
    expect(ago(at, now + 30)).toBe('30 seconds ago');
    expect(ago(at, now + 3 * 3600)).toBe('3 hours ago');
    expect(ago(at, now + 45 * 86_400)).toBe('last month');
    expect(ago(at, now - 5)).toBe('now');
  });

  it('leave a name alone that the browser does not know', () => {
    expect(formats('en', undefined).country('not a code')).toBe('not a code');
    expect(formats('es', undefined).language('en')).toBe('Inglés');
  });
});
