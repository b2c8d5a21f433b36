// Fails when the script of the first view, signed in or not, is over 200 kB compressed (UI-6).
import { readFile, readdir, stat } from 'node:fs/promises';

const LIMIT = 200_000;
const dist = new URL('../dist/', import.meta.url);
const html = await readFile(new URL('index.html', dist), 'utf8');
const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
const size = async (name) => (await stat(new URL(`${name}.gz`, dist))).size;
const scripts = (await readdir(new URL('assets/', dist))).filter((name) => name.endsWith('.js'));
const sizes = await Promise.all(scripts.map(async (name) => [`assets/${name}`, await size(`assets/${name}`)]));
for (const [name, bytes] of sizes) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}${first.includes(name) ? '  (entry)' : ''}`);
const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
// Until there are more areas than a first view shows, everything counts.
console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  of ${LIMIT / 1000} kB`);
if (total > LIMIT) {
  console.error('The script of the first view is over its budget.');
  process.exit(1);
}
