/** Names and numbers that the assistant proposes. */

const LONGEST = 40;
const SHORTEST = 2;

/** A short name out of what people read: small letters, digits and hyphens. Empty where too little is left. */
export function shortName(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, LONGEST).replace(/-+$/, '');
  return name.length < SHORTEST ? '' : name;
}

export interface PhoneDraft {
  number: string;
  first_name: string;
  last_name: string;
}

/** The first two phones, with numbers of the dial plan's length: 1001 and 1002, 101 and 102, 11 and 12. */
export function drafts(digits: number): [PhoneDraft, PhoneDraft] {
  const number = (last: number) => `1${String(last).padStart(digits - 1, '0')}`;
  return [
    { number: number(1), first_name: '', last_name: '' },
    { number: number(2), first_name: '', last_name: '' },
  ];
}
