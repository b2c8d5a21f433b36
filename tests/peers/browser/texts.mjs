// What the pages may say: the messages beside them, so that a raw key or a sentence of another language is seen.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The messages of a language: those of one line, whose arguments become anything. */
function messages(folder, language) {
  const found = new Map();
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(`${language}.ftl`))) {
    for (const [, key, text] of readFileSync(join(folder, file), 'utf8').matchAll(/^([a-z][\w-]*) = (.*)$/gm)) found.set(key, text.trim());
  }
  return found;
}

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const MOST_LETTERS_FREE = 6;

/** `of(language)(key)` is a text; `foreign` finds English in Spanish pages; `raw` finds keys. */
export function textsOf(folder) {
  const all = { en: messages(folder, 'en'), es: messages(folder, 'es') };
  const spanish = new Set(all.es.values());
  const exact = new Set();
  const shaped = [];
  for (const [key, text] of all.en) {
    if (text === all.es.get(key) || spanish.has(text)) continue;
    const fixed = text.replace(/\{[^}]*\}/g, '');
    if (!text.includes('{')) exact.add(text);
    else if (!text.endsWith('->') && !/\{ \w/.test(text) && fixed.replace(/\W/g, '').length > MOST_LETTERS_FREE) {
      shaped.push(new RegExp(`^${text.split(/\{[^}]*\}/).map(quoted).join('.+')}$`));
    }
  }
  return {
    say: (language, key) => {
      const text = all[language].get(key);
      if (text === undefined) throw new Error(`there is no text ${key}`);
      return text;
    },
    foreign: (language, pieces) => (language === 'es' ? pieces.filter((piece) => exact.has(piece) || shaped.some((shape) => shape.test(piece))) : []),
    raw: (pieces) => pieces.flatMap((piece) => (piece.match(/\b[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+\b/g) ?? []).filter((word) => word.includes('-') && all.en.has(word))),
  };
}
