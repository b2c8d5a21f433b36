// Fails on a message that one language lacks, that takes other arguments there, that the pages use and nobody wrote,
// that nobody uses, or that a page shows without the texts of its area having come along.
import { readFile, readdir } from 'node:fs/promises';
import { parse, Visitor } from '@fluent/syntax';
import { frameOf, lateScripts, readModules, withImports } from './graph.mjs';

const source = new URL('../src/', import.meta.url);
const FRAME = 'frame';
const OPTIONAL = ['lead', 'none-lead', 'new'];
const findings = [];

class Arguments extends Visitor {
  names = new Set();
  visitVariableReference(node) {
    this.names.add(node.id.name);
  }
}

const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ftl'));

/** Whose a file is: an area's, or the frame's. */
const areaOf = (name) => /^features\/([^/]+)\//.exec(name)?.[1] ?? FRAME;

/** The messages of all files of a language, with their arguments and their area. */
async function messages(language) {
  const found = new Map();
  for (const name of files.filter((name) => name.endsWith(`/${language}.ftl`))) {
    for (const entry of parse(await readFile(new URL(name, source), 'utf8'), {}).body) {
      if (entry.type === 'Junk') findings.push(`${name}: cannot be read: ${entry.content.trim()}`);
      if (entry.type !== 'Message') continue;
      const args = new Arguments();
      args.visit(entry);
      if (found.has(entry.id.name)) findings.push(`${name}: ${entry.id.name} stands twice`);
      found.set(entry.id.name, { args: [...args.names].sort().join(' '), area: areaOf(name) });
    }
  }
  return found;
}

const languages = [...new Set(files.map((name) => /\/([a-z-]+)\.ftl$/.exec(name)[1]))];
const all = new Map(await Promise.all(languages.map(async (language) => [language, await messages(language)])));
const english = all.get('en');
for (const [language, own] of all) {
  for (const [key, { args, area }] of english) {
    const same = own.get(key);
    if (!same) findings.push(`${language}: ${key} is missing`);
    else if (same.args !== args) findings.push(`${language}: ${key} takes (${same.args}), English (${args})`);
    else if (same.area !== area) findings.push(`${language}: ${key} is of ${same.area}, in English of ${area}`);
  }
  for (const key of own.keys()) if (!english.has(key)) findings.push(`${language}: ${key} is not in English`);
}

const modules = await readModules();
const endings = [...modules.values()].flatMap((text) => [...text.matchAll(/`\$\{family\}-([a-z-]+)`/g)].map(([, ending]) => ending));

/** The messages that a module names. */
function shownBy(name, text) {
  const keys = new Set();
  for (const [, key] of text.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g)) {
    if (english.has(key)) keys.add(key);
    else findings.push(`${name}: nobody wrote ${key}`);
  }
  // A message is named in quotes.
  for (const [, key] of text.matchAll(/['"]([a-z][a-z0-9]*(?:-[a-z0-9]+)+)['"]/g)) if (english.has(key)) keys.add(key);
  // What lists begin with (`family="numbers"`) goes on with `${family}-title`.
  for (const [, family] of text.matchAll(/\bfamily="([a-z-]+)"/g)) {
    for (const ending of endings) {
      if (english.has(`${family}-${ending}`)) keys.add(`${family}-${ending}`);
      else if (!OPTIONAL.includes(ending)) findings.push(`nobody wrote ${family}-${ending}`);
    }
  }
  // `state-${…}` opens a family; where the own area has one of that name, it is meant.
  for (const [, family] of text.matchAll(/`([a-z][a-z0-9-]*-)\$\{/g)) {
    const members = [...english].filter(([key]) => key.startsWith(family));
    const own = members.filter(([, { area }]) => area === areaOf(name));
    for (const [key] of own.length > 0 ? own : members) keys.add(key);
  }
  return keys;
}

const shown = new Map([...modules].map(([name, text]) => [name, shownBy(name, text)]));
const used = new Set([...shown.values()].flatMap((keys) => [...keys]));
for (const key of english.keys()) if (!used.has(key)) findings.push(`en: nobody uses ${key}`);

/** The areas whose texts these modules and their imports show, each with one of the messages. */
function areasShown(entries) {
  const areas = new Map();
  for (const name of withImports(modules, entries)) for (const key of shown.get(name)) areas.set(english.get(key).area, `${key} in ${name}`);
  areas.delete(FRAME);
  return areas;
}

for (const [area, where] of areasShown(frameOf(modules))) findings.push(`the frame shows a text of ${area}: ${where}`);
for (const { entry, areas = [], by } of lateScripts(modules)) {
  const wanted = areasShown([entry]);
  for (const [area, where] of wanted) if (!areas.includes(area)) findings.push(`${by}: ${entry} comes without the texts of ${area}: ${where}`);
  for (const area of areas) if (!wanted.has(area)) findings.push(`${by}: ${entry} shows nothing of ${area}`);
}

if (findings.length > 0) {
  console.error(findings.join('\n'));
  process.exit(1);
}
console.log(`${english.size} messages in ${languages.join(', ')}`);
