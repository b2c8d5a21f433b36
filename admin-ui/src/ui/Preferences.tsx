/** Language, appearance and density, remembered by this browser. */
import { DENSITIES, SCHEMES, useDensity, useScheme } from '../app/look';
import { LANGUAGES, type LanguageCode, useLanguage, useTexts } from '../i18n/Language';
import { DensityIcon, GlobeIcon, MoonIcon, SunIcon, SystemIcon } from './icons';
import { Menu } from './Menu';

export function LanguageMenu() {
  const t = useTexts();
  const { language, choose } = useLanguage();
  const items = Object.entries(LANGUAGES).map(([code, label]) => ({
    key: code,
    label,
    lang: code,
    chosen: code === language,
    act: () => choose(code as LanguageCode),
  }));
  return <Menu icon={GlobeIcon} label={t('language')} items={items} />;
}

const PICTURES = { light: SunIcon, dark: MoonIcon, auto: SystemIcon };

export function LookMenu() {
  const t = useTexts();
  const [scheme, setScheme] = useScheme();
  const [density, setDensity] = useDensity();
  const schemes = SCHEMES.map((value) => ({
    key: value,
    label: t(`scheme-${value}`),
    icon: PICTURES[value],
    chosen: value === scheme,
    act: () => setScheme(value),
  }));
  const densities = DENSITIES.map((value) => ({
    key: value,
    label: t(`density-${value}`),
    icon: DensityIcon,
    chosen: value === density,
    act: () => setDensity(value),
  }));
  return <Menu icon={PICTURES[scheme]} label={t('look')} items={[...schemes, 'line', ...densities]} />;
}
