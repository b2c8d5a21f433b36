/** Searching what is all known: without regard to case and accents, so that `nunez` finds `Núñez`. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const MOST = 100;

/** Those that hold every word. */
export function matching<T extends { label: string; detail?: string }>(options: readonly T[], words: string): T[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const holds = ({ label, detail = '' }: T) => wanted.every((word) => plain(`${label} ${detail}`).includes(word));
  return options.filter(holds).slice(0, MOST);
}
