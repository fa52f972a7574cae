// How the sources are put together for what runs outside of the product: tests, recordings, the benchmark.
import path from 'node:path';
import {sourceLoader, sourcePlugins} from '../bin/source-plugins.js';

export const root = path.resolve(import.meta.dirname, '..');

export const bundling = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
  plugins: sourcePlugins,
  loader: sourceLoader,
  define: {PROJECT_ROOT: JSON.stringify(root)},
};
