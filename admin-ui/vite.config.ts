import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// In development the pages come from Vite and everything else from a running server.
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { '/api': { target: server, ws: true }, '/ws': { target: server, ws: true } } },
});
