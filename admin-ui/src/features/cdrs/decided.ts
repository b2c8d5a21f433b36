/** The words for what the exchange decided. */
import type { CallTrace } from '../../api/types';
import type { Texts } from '../../i18n/Language';

export type Step = CallTrace['decisions'][number];

/** The text that names who decided. */
export const decider = ({ code }: Pick<Step, 'code'>): string => `decided-${code.split('.')[0]}`;

/** The text that says what was decided. */
export const decision = ({ code }: Pick<Step, 'code'>): string => `decision-${code.replace('.', '-')}`;

/** What was decided, in words; numbers are numbers so that plurals fit. */
export function said(step: Pick<Step, 'code' | 'about'>, t: Texts): string {
  const about = Object.entries(step.about).map(([name, value]) => {
    if (name === 'class') return [name, t(`class-${value}`)] as const;
    return [name, COUNTS.has(name) ? Number(value) : value] as const;
  });
  return t(decision(step), Object.fromEntries(about));
}

const COUNTS = new Set(['calls', 'up', 'gateways', 'ringing', 'registered']);
