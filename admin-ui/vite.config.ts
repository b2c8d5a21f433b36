import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

// In development the pages come from Vite and everything else from a running server.
const target = loadEnv('', '.', 'CONMUTA_').CONMUTA_URL ?? 'http://127.0.0.1:8080';
const proxy = { '/api': { target, ws: true }, '/ws': { target, ws: true } };

// What eight pages share comes as one script: a script for each component made sixty requests of a first view.
const SPLITTING = { includeDependenciesRecursively: false, groups: [{ name: 'shared', test: /\/src\/.*\.(tsx?|css)$/, minShareCount: 8 }] };

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: SPLITTING } },
  },
  server: { proxy },
  preview: { proxy },
});
