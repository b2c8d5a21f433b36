/** Fields of what the world has agreed on: time zones, countries, languages. */
import { useFormats } from '../i18n/format';
import { LANGUAGES } from '../i18n/Language';
import { COUNTRIES } from './countries';
import { SelectField } from './fields';
import { matching } from './matching';
import { PickField } from './PickField';
import type { FieldState } from './useForm';

interface Properties {
  field: FieldState;
  label: string;
  hint?: string;
  /** What nothing picked means; without it something must be. */
  empty?: string;
}

const ZONES = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));

export function ZoneField(properties: Properties) {
  const value = String(properties.field.value ?? '');
  return <PickField {...properties} chosen={value.replaceAll('_', ' ')} useOptions={(words) => matching(ZONES, words)} />;
}

export function CountryField(properties: Properties) {
  const { country } = useFormats();
  const options = COUNTRIES.map((code) => ({ value: code, label: country(code), detail: code }));
  options.sort((a, b) => a.label.localeCompare(b.label));
  const value = String(properties.field.value ?? '');
  return <PickField {...properties} chosen={value && country(value)} useOptions={(words) => matching(options, words)} />;
}

/** The languages of the pages, and whatever is set already. */
export function LanguageField(properties: Properties) {
  const { language } = useFormats();
  const value = String(properties.field.value ?? '');
  const codes = [...new Set([...Object.keys(LANGUAGES), ...(value ? [value] : [])])];
  return <SelectField {...properties} options={codes.map((code) => ({ value: code, label: language(code) }))} />;
}
