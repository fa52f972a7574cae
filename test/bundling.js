// How the sources are put together for what runs outside of the product: tests, recordings, the benchmark.
import path from 'node:path';
import {reportAssets} from '../bin/report-assets.js';
import {rulePages} from '../bin/rule-pages.js';

export const root = path.resolve(import.meta.dirname, '..');

export const bundling = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
  plugins: [rulePages, reportAssets],
  loader: {'.sh': 'text'},
  define: {PROJECT_ROOT: JSON.stringify(root)},
};
