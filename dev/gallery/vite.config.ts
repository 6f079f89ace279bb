// Serves the gallery: every screen without the extension. `npx vite dev/gallery`

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: '../../.output/gallery', emptyOutDir: true },
  preview: {
    headers: {
      // The extension's own policy, so that a picture here would break where the extension would.
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    },
  },
});
