// Fails when the script of a first view — the sign-in, or any page with all it imports and the texts it shows — is over
// 200 kB compressed (UI-6).
import { readFile, rm, stat } from 'node:fs/promises';
import { lateScripts, readModules } from './graph.mjs';

const LIMIT = 200_000;
const dist = new URL('../dist/', import.meta.url);
const folder = new URL('.vite/', dist);
const manifest = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8'));
// What is in dist is embedded in the server: the manifest is for here alone.
await rm(folder, { recursive: true });

/** The scripts of these entries and of everything they import at once. */
function scripts(entries, found = new Set()) {
  for (const entry of entries) {
    const { file, imports = [] } = manifest[entry];
    if (!file.endsWith('.js') || found.has(file)) continue;
    found.add(file);
    scripts(imports, found);
  }
  return found;
}

const weight = async (files) => {
  const sizes = await Promise.all([...files].map(async (file) => (await stat(new URL(`${file}.gz`, dist))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** Everybody reads one language; this is the longest. */
const LANGUAGE = 'es';
const texts = (place) => `${place}/${LANGUAGE}.ftl?raw`;
// Everybody needs the start and the frame's texts; who is signed in, the frame too.
const START = ['index.html', texts('src/i18n'), texts('src/i18n/problems')];
const FRAME = [...START, 'src/app/Inside.tsx'];
const ALONE = ['sign-in/SignInPage', 'provisioning/SetupPage', 'setup/ClaimPage'];

const pages = lateScripts(await readModules()).filter(({ entry }) => /^features\/.*Page\.tsx$/.test(entry));
const views = new Map(
  pages.map(({ entry, areas }) => {
    const around = ALONE.some((name) => entry.includes(name)) ? START : FRAME;
    return [entry, [...around, `src/${entry}`, ...areas.map((area) => texts(`src/features/${area}`))]];
  }),
);
let over = false;
for (const [page, entries] of [...views].sort()) {
  const bytes = await weight(scripts(entries));
  over ||= bytes > LIMIT;
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  first view ${page}`);
}
if (over || views.size === 0) {
  console.error(`The script of a first view is over its budget of ${LIMIT / 1000} kB.`);
  process.exit(1);
}
