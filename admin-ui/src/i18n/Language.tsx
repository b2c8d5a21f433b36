/** The language of the pages: chosen, else the browser's; texts are loaded when they are needed. */
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { negotiateLanguages } from '@fluent/langneg';
import { LocalizationProvider, ReactLocalization, useLocalization } from '@fluent/react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

/** Languages and what they call themselves. A further one is one line and one file. */
export const LANGUAGES = { es: 'Español', en: 'English' } as const;
export type LanguageCode = keyof typeof LANGUAGES;

const texts: Record<LanguageCode, () => Promise<{ default: string }>> = {
  es: () => import('./es.ftl?raw'),
  en: () => import('./en.ftl?raw'),
};

const KEPT = 'conmuta-language';
interface Choice {
  language: LanguageCode;
  /** Sets the language for good. */
  choose: (language: LanguageCode) => void;
  /** Sets it unless one was chosen in this browser. */
  suggest: (language: string) => void;
}

const Context = createContext<Choice | undefined>(undefined);

function wanted(): LanguageCode {
  const kept = localStorage.getItem(KEPT);
  const asked = kept ? [kept] : navigator.languages;
  return negotiateLanguages(asked, Object.keys(LANGUAGES), { defaultLocale: 'en', strategy: 'lookup' })[0] as LanguageCode;
}

async function load(language: LanguageCode): Promise<ReactLocalization> {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource((await texts[language]()).default));
  return new ReactLocalization([bundle]);
}

export function Language({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(wanted);
  const [loaded, setLoaded] = useState<{ language: LanguageCode; texts: ReactLocalization }>();
  useEffect(() => {
    let stale = false;
    void load(language).then((texts) => {
      if (stale) return;
      document.documentElement.lang = language;
      setLoaded({ language, texts });
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
  if (!loaded) return null;
  return (
    <Context value={{ language: loaded.language, choose, suggest }}>
      <LocalizationProvider l10n={loaded.texts}>{children}</LocalizationProvider>
    </Context>
  );
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

export type Texts = (key: string, args?: Record<string, string | number>) => string;

/** The texts of the present language. */
export function useTexts(): Texts {
  const { l10n } = useLocalization();
  return (key, args) => l10n.getString(key, args);
}
