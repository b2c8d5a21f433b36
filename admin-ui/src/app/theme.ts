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

const night: MantineColorsTuple = [
  '#e8ebef',
  '#c9d0d8',
  '#9ba7b5',
  '#6f7b89',
  '#3a434f',
  '#2b323c',
  '#1b2027',
  '#161a20',
  '#12161b',
  '#0e1115',
];

export const theme = createTheme({
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 7 },
  colors: { lagoon, dark: night },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontSmoothing: true,
});

export const schemes = localStorageColorSchemeManager({ key: 'conmuta-scheme' });
