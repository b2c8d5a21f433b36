/** The language of the pages: chosen, else the browser's. */
import type { FluentBundle } from '@fluent/bundle';
import { negotiateLanguages } from '@fluent/langneg';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { store } from './store';

/** Languages and what they call themselves. A further one is one line here, and its texts beside each `en.ftl`. */
export const LANGUAGES = { es: 'Español', en: 'English' } as const;
export type LanguageCode = keyof typeof LANGUAGES;

/** The texts of the present language. */
export interface Texts {
  (key: string, args?: Record<string, string | number>): string;
  /** Whether there is such a text. */
  has(key: string): boolean;
}

interface Choice {
  language: LanguageCode;
  texts: Texts;
  /** Sets the language for good. */
  choose: (language: LanguageCode) => void;
  /** Sets it unless one was chosen in this browser. */
  suggest: (language: string) => void;
}

const KEPT = 'conmuta-language';
const Context = createContext<Choice | undefined>(undefined);

function wanted(): LanguageCode {
  const kept = localStorage.getItem(KEPT);
  const asked = kept ? [kept] : navigator.languages;
  return negotiateLanguages(asked, Object.keys(LANGUAGES), { defaultLocale: 'en', strategy: 'lookup' })[0] as LanguageCode;
}

export function textsOf(bundle: FluentBundle): Texts {
  const say = (key: string, args?: Record<string, string | number>) => {
    const pattern = bundle.getMessage(key)?.value;
    return pattern ? bundle.formatPattern(pattern, args, []) : key;
  };
  return Object.assign(say, { has: (key: string) => bundle.hasMessage(key) });
}

/** Loads the texts that the first page needs. */
export const loadTexts = (): Promise<unknown> => store.open(wanted());

export function Language({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(wanted);
  const [loaded, setLoaded] = useState(() => {
    const bundle = store.opened(language);
    return bundle && { language, texts: textsOf(bundle) };
  });
  useEffect(() => {
    let stale = false;
    void store.open(language).then((bundle) => {
      if (stale) return;
      document.documentElement.lang = language;
      setLoaded((before) => (before?.language === language ? before : { language, texts: textsOf(bundle) }));
    });
    return () => {
      stale = true;
    };
  }, [language]);
  const choose = useCallback((next: LanguageCode) => {
    localStorage.setItem(KEPT, next);
    setLanguage(next);
  }, []);
  const suggest = useCallback((next: string) => {
    const known = next.split('-')[0] ?? '';
    if (known in LANGUAGES && !localStorage.getItem(KEPT)) setLanguage(known as LanguageCode);
  }, []);
  const choice = useMemo(() => loaded && { ...loaded, choose, suggest }, [loaded, choose, suggest]);
  return choice && <Context value={choice}>{children}</Context>;
}

export function useLanguage() {
  const context = useContext(Context);
  if (!context) throw new Error('there is no Language around this component');
  return context;
}

/** For times and figures: the language as it is spoken where the browser is at home. */
export function useLocale(): string {
  const { language } = useLanguage();
  return navigator.languages.find((locale) => locale.split('-')[0] === language) ?? language;
}

export const useTexts = (): Texts => useLanguage().texts;
