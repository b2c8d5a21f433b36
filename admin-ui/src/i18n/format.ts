/** Times, figures and names as the person reads them: in their language and their time zone. */
import { useMemo } from 'react';
import { useZone } from '../api/place';
import { useLocale } from './Language';

export interface Formats {
  /** `20 Nov 2026, 09:15`. */
  dateTime(at: string): string;
  /** With seconds. */
  exact(at: string): string;
  /** `09:15:02`. */
  time(at: string): string;
  date(at: string): string;
  /** `3 minutes ago`. */
  ago(at: string, nowSecs: number): string;
  number(value: number, digits?: number): string;
  language(tag: string): string;
  country(code: string): string;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];

export function useFormats(): Formats {
  const locale = useLocale();
  const timeZone = useZone();
  return useMemo(() => formats(locale, timeZone), [locale, timeZone]);
}

/** What the browser knows no name for stays as it is. */
function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export function formats(locale: string, timeZone: string | undefined): Formats {
  const zone = timeZone ? { timeZone } : {};
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...zone });
  const [dateTime, exact] = [of({ dateStyle: 'medium', timeStyle: 'short' }), of({ dateStyle: 'medium', timeStyle: 'medium' })];
  const [time, date] = [of({ timeStyle: 'medium' }), of({ dateStyle: 'medium' })];
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  return {
    dateTime: (at) => dateTime.format(new Date(at)),
    exact: (at) => exact.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    date: (at) => date.format(new Date(at)),
    ago: (at, nowSecs) => since(relative, Math.min(0, Date.parse(at) / 1000 - nowSecs)),
    number: (value, digits = 0) => value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    language: (tag) => capital(named(languages, tag), locale),
    country: (code) => named(countries, code),
  };
}

function since(relative: Intl.RelativeTimeFormat, secs: number): string {
  let amount = secs;
  for (const [unit, size] of UNITS) {
    if (Math.abs(amount) < size) return relative.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return '';
}

const capital = (text: string, locale: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

/** `0:07`, `12:34`, `1:02:03`. */
export function clock(secs: number): string {
  const whole = Math.max(0, Math.floor(secs));
  const two = (figure: number) => String(figure).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The same for the attribute `datetime` of `<time>` (ISO 8601). */
export const isoDuration = (secs: number): string => `PT${Math.max(0, Math.floor(secs))}S`;
