/** Language and appearance, remembered by this browser. */
import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGES, type LanguageCode, useLanguage, useTexts } from '../i18n/Language';
import { GlobeIcon, MoonIcon, SunIcon, SystemIcon } from './icons';

interface Choice<T extends string> {
  value: T;
  label: string;
  lang?: string;
}

function ChoiceMenu<T extends string>(properties: {
  label: string;
  picture: ReactNode;
  choices: Choice<T>[];
  chosen: T;
  choose: (value: T) => void;
}) {
  const { label, picture, choices, chosen, choose } = properties;
  return (
    <Menu position="bottom-end" width={190} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label}>
          {picture}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={chosen} onChange={(value) => choose(value as T)}>
          {choices.map(({ value, label, lang }) => (
            <Menu.RadioItem key={value} value={value} lang={lang} closeMenuOnClick>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

export function LanguageMenu() {
  const t = useTexts();
  const { language, choose } = useLanguage();
  const choices = Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as LanguageCode, label, lang: value }));
  return <ChoiceMenu label={t('language')} picture={<GlobeIcon />} choices={choices} chosen={language} choose={choose} />;
}

const SCHEMES: { value: MantineColorScheme; Icon: () => ReactNode }[] = [
  { value: 'light', Icon: SunIcon },
  { value: 'dark', Icon: MoonIcon },
  { value: 'auto', Icon: SystemIcon },
];

export function SchemeMenu() {
  const t = useTexts();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = SCHEMES.find(({ value }) => value === colorScheme)?.Icon ?? SystemIcon;
  const choices = SCHEMES.map(({ value }) => ({ value, label: t(`scheme-${value}`) }));
  return <ChoiceMenu label={t('scheme')} picture={<Icon />} choices={choices} chosen={colorScheme} choose={setColorScheme} />;
}
