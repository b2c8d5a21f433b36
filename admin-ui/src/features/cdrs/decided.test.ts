import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import document from '../../../../platform/server/openapi.json?raw';
import en from '../../i18n/en';
import es from '../../i18n/es';
import { decider, decision, said, type Step } from './decided';

const codes: Step['code'][] = JSON.parse(document).components.schemas.DecisionCode.enum;

function textsOf(language: string, resources: string[]) {
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const text of resources) bundle.addResource(new FluentResource(text));
  const say = (key: string, args?: Record<string, string | number>) => {
    const pattern = bundle.getMessage(key)?.value;
    return pattern ? bundle.formatPattern(pattern, args, []) : key;
  };
  return Object.assign(say, { has: (key: string) => bundle.hasMessage(key) });
}

describe.each([
  ['en', en],
  ['es', es],
])('the decisions in %s', (language, resources) => {
  const t = textsOf(language, resources);

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
