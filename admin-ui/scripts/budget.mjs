// Fails when the script of a first view — the sign-in, or any page with all it imports — is over 200 kB compressed (UI-6).
import { readFile, rm, stat } from 'node:fs/promises';

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

// Everybody needs the start and one language; who is signed in, the frame too.
const START = ['index.html', 'src/i18n/es.ts'];
const FRAME = [...START, 'src/app/Inside.tsx'];
const pages = Object.keys(manifest).filter((name) => /^src\/features\/.*Page\.tsx$/.test(name));
const views = pages.map((page) => [page, page.includes('/sign-in/') ? [...START, page] : [...FRAME, page]]);
let over = false;
for (const [page, entries] of views) {
  const bytes = await weight(scripts(entries));
  over ||= bytes > LIMIT;
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  first view ${page}`);
}
if (over || views.length === 0) {
  console.error(`The script of a first view is over its budget of ${LIMIT / 1000} kB.`);
  process.exit(1);
}
