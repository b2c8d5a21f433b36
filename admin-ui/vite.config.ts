import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

// In development the pages come from Vite and everything else from a running server.
const target = loadEnv('', '.', 'CONMUTA_').CONMUTA_URL ?? 'http://127.0.0.1:8080';
const proxy = { '/api': { target, ws: true }, '/ws': { target, ws: true } };

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false, manifest: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy },
  preview: { proxy },
});
