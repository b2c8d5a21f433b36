/** How everything looks: one accent, quiet neutrals, figures that keep their width. */
import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

const lagoon: MantineColorsTuple = [
  '#e6f6f7',
  '#cdeaec',
  '#9dd5d9',
  '#69bfc5',
  '#43acb4',
  '#2a9fa9',
  '#1a929c',
  '#0a7b84',
  '#046269',
  '#004a50',
];

export const theme = createTheme({
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 7 },
  colors: { lagoon },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontSmoothing: true,
});

export const schemes = localStorageColorSchemeManager({ key: 'conmuta-scheme' });
