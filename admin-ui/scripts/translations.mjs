// Fails on a message that one language lacks, that takes other arguments there, that the pages use and nobody wrote,
// or that nobody uses.
import { readFile, readdir } from 'node:fs/promises';
import { parse, Visitor } from '@fluent/syntax';

const source = new URL('../src/', import.meta.url);
const findings = [];

class Arguments extends Visitor {
  names = new Set();
  visitVariableReference(node) {
    this.names.add(node.id.name);
  }
}

const files = await readdir(source, { recursive: true });

/** The messages of all files of a language: the frame's own, and each feature's beside it. */
async function messages(language) {
  const found = new Map();
  for (const name of files.filter((name) => name.endsWith(`/${language}.ftl`))) {
    for (const entry of parse(await readFile(new URL(name, source), 'utf8'), {}).body) {
      if (entry.type === 'Junk') findings.push(`${name}: cannot be read: ${entry.content.trim()}`);
      if (entry.type !== 'Message') continue;
      const args = new Arguments();
      args.visit(entry);
      if (found.has(entry.id.name)) findings.push(`${name}: ${entry.id.name} stands twice`);
      found.set(entry.id.name, [...args.names].sort().join(' '));
    }
  }
  return found;
}

const languages = [...new Set(files.flatMap((name) => /\/([a-z-]+)\.ftl$/.exec(name)?.[1] ?? []))];
const all = new Map(await Promise.all(languages.map(async (language) => [language, await messages(language)])));
const english = all.get('en');
for (const [language, own] of all) {
  for (const [key, args] of english) {
    if (!own.has(key)) findings.push(`${language}: ${key} is missing`);
    else if (own.get(key) !== args) findings.push(`${language}: ${key} takes (${own.get(key)}), English (${args})`);
  }
  for (const key of own.keys()) if (!english.has(key)) findings.push(`${language}: ${key} is not in English`);
}

const used = new Set();
const open = new Set();
/** What lists begin with (`family="numbers"`), and what they go on with (`${family}-title`). */
const families = new Set();
const endings = new Set();
const OPTIONAL = ['lead', 'none-lead', 'new'];
for (const name of files) {
  if (!/\.tsx?$/.test(name)) continue;
  const text = await readFile(new URL(name, source), 'utf8');
  // A message is named in quotes; `state-${…}` opens a family.
  for (const [, key] of text.matchAll(/['"]([a-z][a-z0-9]*(?:-[a-z0-9]+)+)['"]/g)) used.add(key);
  for (const [, family] of text.matchAll(/`([a-z][a-z0-9-]*-)\$\{/g)) open.add(family);
  for (const [, family] of text.matchAll(/\bfamily="([a-z-]+)"/g)) families.add(family);
  for (const [, ending] of text.matchAll(/`\$\{family\}-([a-z-]+)`/g)) endings.add(ending);
  for (const [, key] of text.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g)) {
    used.add(key);
    if (!english.has(key)) findings.push(`${name}: nobody wrote ${key}`);
  }
}
for (const key of [...families].flatMap((family) => [...endings].map((ending) => `${family}-${ending}`))) {
  used.add(key);
  if (!english.has(key) && !OPTIONAL.some((ending) => key.endsWith(`-${ending}`))) findings.push(`nobody wrote ${key}`);
}
for (const key of english.keys()) {
  if (!used.has(key) && ![...open].some((family) => key.startsWith(family))) findings.push(`en: nobody uses ${key}`);
}

if (findings.length > 0) {
  console.error(findings.join('\n'));
  process.exit(1);
}
console.log(`${english.size} messages in ${languages.join(', ')}`);
