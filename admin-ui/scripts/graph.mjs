// Which modules come with a page, and which texts were asked for with it.
import { readFile, readdir } from 'node:fs/promises';
import { posix } from 'node:path';

const source = new URL('../src/', import.meta.url);
const START = ['app/main.tsx'];

/** All modules by their path below `src`, but for tests. */
export async function readModules() {
  const names = (await readdir(source, { recursive: true })).filter((name) => /\.tsx?$/.test(name) && !/(\.test|generated)\.ts$/.test(name));
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, source), 'utf8')])));
}

/** The module that is meant by a relative import. */
function resolve(modules, from, path) {
  const bare = posix.join(posix.dirname(from), path);
  return [bare, `${bare}.ts`, `${bare}.tsx`].find((name) => modules.has(name));
}

const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));

/** These modules and all that they import at once. */
export function withImports(modules, entries, reached = new Set()) {
  for (const entry of entries) {
    if (!entry || reached.has(entry)) continue;
    reached.add(entry);
    const imports = found(modules.get(entry), /^(?:import|export)\s(?!type\s)[^;]*?from '(\.[^']+)'/gm);
    withImports(modules, imports.map(([path]) => resolve(modules, entry, path)), reached);
  }
  return reached;
}

/** Scripts that load later: with the texts of these areas, or, where none are named, with those of the frame alone. */
export function lateScripts(modules) {
  const scripts = [];
  for (const [name, text] of modules) {
    const withTexts = new Map(found(text, /withTexts\(\[([^\]]*)\], \(\) => import\('(\.[^']+)'\)\)/g).map(([areas, path]) => [path, areas.match(/[a-z-]+/g) ?? []]));
    for (const [path] of found(text, /\bimport\('(\.[^']+)'\)/g)) {
      const entry = resolve(modules, name, path);
      if (entry) scripts.push({ entry, areas: withTexts.get(path), by: name });
    }
  }
  return scripts;
}

/** The frame: what runs at the start, and scripts that come without texts of their own. */
export const frameOf = (modules) => [...START, ...lateScripts(modules).flatMap(({ entry, areas }) => (areas ? [] : [entry]))];
