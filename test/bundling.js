// How the sources are put together for what runs outside of the product: tests, recordings, the benchmark.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {sourceLoader, sourcePlugins} from '../bin/source-plugins.js';

export const root = path.resolve(import.meta.dirname, '..');

const {dependencies, devDependencies} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** zod has many small modules, which each process that runs tests would read one by one. */
const packages = Object.keys({...dependencies, ...devDependencies}).filter(name => name !== 'zod');

export const bundling = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Where the tests run, there is none of the modules that the build of procdoc makes up.
  external: [...packages, 'procdoc:*'],
  logLevel: 'warning',
  plugins: sourcePlugins,
  loader: sourceLoader,
  define: {PROJECT_ROOT: JSON.stringify(root)},
};
