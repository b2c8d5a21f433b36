/** The server's rules for a field, held against what is typed. */
import { RULES } from '../api/rules.generated';
import type { SchemaName } from '../api/types';
import type { Texts } from '../i18n/Language';

export interface FieldRules {
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly options?: readonly string[];
  /** Numbers that are right though the range does not hold them. */
  readonly besides?: readonly number[];
}

/** A rule that is broken: the name of its text, and what that speaks of. */
export interface Broken {
  key: string;
  args?: Record<string, number>;
}

export function rulesOf(schema: SchemaName, pointer: string): FieldRules {
  return RULES[schema]?.[pointer] ?? {};
}

/** The first rule that the value breaks. Empty is whatever the person left out. */
export function broken(rules: FieldRules, value: unknown): Broken | undefined {
  if (value === undefined || value === null || value === '') return rules.required ? { key: 'rule-required' } : undefined;
  if (typeof value === 'string') return brokenText(rules, value);
  if (typeof value === 'number') return brokenNumber(rules, value);
  return undefined;
}

function brokenText(rules: FieldRules, text: string): Broken | undefined {
  if (rules.minimum !== undefined || rules.maximum !== undefined) return { key: 'rule-number' };
  const length = [...text].length;
  if (rules.required && text.trim() === '') return { key: 'rule-required' };
  if (rules.minLength !== undefined && length < rules.minLength) return { key: 'rule-too-short', args: { least: rules.minLength } };
  if (rules.maxLength !== undefined && length > rules.maxLength) return { key: 'rule-too-long', args: { most: rules.maxLength } };
  if (rules.pattern !== undefined && !new RegExp(rules.pattern, 'u').test(text)) return { key: 'rule-pattern' };
  if (rules.options && !rules.options.includes(text)) return { key: 'rule-pattern' };
  return undefined;
}

function brokenNumber({ minimum, maximum, besides }: FieldRules, value: number): Broken | undefined {
  if (!Number.isFinite(value)) return { key: 'rule-number' };
  if (besides?.includes(value)) return undefined;
  const tooLow = minimum !== undefined && value < minimum;
  const tooHigh = maximum !== undefined && value > maximum;
  if (!tooLow && !tooHigh) return undefined;
  if (minimum !== undefined && maximum !== undefined) return { key: 'rule-between', args: { least: minimum, most: maximum } };
  return minimum !== undefined && tooLow ? { key: 'rule-at-least', args: { least: minimum } } : { key: 'rule-at-most', args: { most: maximum ?? 0 } };
}

export const wordsOf = (t: Texts, rule: Broken): string => t(rule.key, rule.args);
