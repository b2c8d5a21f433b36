import { describe, expect, it } from 'vitest';
import document from '../../../../platform/server/openapi.json?raw';
import { textsOf } from '../../i18n/Language';
import { store } from '../../i18n/store';
import { decider, decision, said, type Step } from './decided';

const codes: Step['code'][] = JSON.parse(document).components.schemas.DecisionCode.enum;

describe.each(['en', 'es'])('the decisions in %s', async (language) => {
  // What comes with the page of a call.
  await store.bring(['cdrs']);
  const t = textsOf(await store.open(language));

  it.each(codes)('%s has words', (code) => {
    expect(t.has(decision({ code })), decision({ code })).toBe(true);
    expect(t.has(decider({ code })), decider({ code })).toBe(true);
  });

  it('are whole sentences', () => {
    const takes: Pick<Step, 'code' | 'about'> = { code: 'route.takes', about: { route: 'Spain', number: '+34910000001', class: 'national' } };
    expect(said(takes, t)).toContain('Spain');
    expect(said(takes, t)).not.toMatch(/[{}$]|class-/);
    expect(said({ code: 'devices.ring', about: { ringing: '1', registered: '2' } }, t)).toMatch(/1 .*2/);
  });
});
