// Writes FILE.br and FILE.gz beside each text file of dist, which the server sends as they are.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
for (const name of await readdir(dist, { recursive: true })) {
  if (name.startsWith('.') || !/\.(js|css|html|svg|json)$/.test(name)) continue;
  const text = await readFile(new URL(name, dist));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  await writeFile(new URL(`${name}.br`, dist), brotliCompressSync(text, { params: quality }));
  await writeFile(new URL(`${name}.gz`, dist), gzipSync(text, { level: 9 }));
}
