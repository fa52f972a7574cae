// Runs every *.test.ts of src/ and test/ under node:test, the same on Node 20, 22 and 24: bundles them
// first (Node 20 does not strip types), takes an explicit file list (Node 20 passes on zero files), and
// ends with one line of counts. Exits 1 on a failure, and when nothing ran.
// Usage: node test/run.js [PART-OF-A-PATH...]
import {execFileSync} from 'node:child_process';
import {readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {build, stop} from 'esbuild';
import {rulePages} from '../bin/rule-pages.js';

const root = path.resolve(import.meta.dirname, '..');
const needed = {
  cc: 'a C compiler (apt-get install gcc libc6-dev)',
  python3: 'Python 3 (apt-get install python3)',
  ps: 'ps of procps (apt-get install procps)',
  bash: 'bash (apt-get install bash)',
  xmllint: 'xmllint (apt-get install libxml2-utils)',
  promtool: 'promtool (apt-get install prometheus)',
};

/** A missing tool stops the run: a test that cannot make its situation must not look like one that passed. */
function requireTools() {
  const missing = Object.keys(needed).filter(tool => {
    try {
      execFileSync(process.env[tool.toUpperCase()] ?? tool, ['--version'], {stdio: 'ignore'});
      return false;
    } catch {
      return true;
    }
  });
  for (const tool of missing) console.error(`npm test needs ${needed[tool]}: "${tool}" was not found`);
  if (missing.length > 0) process.exit(1);
}

function testFiles(only) {
  const all = ['src', 'test'].flatMap(folder =>
    readdirSync(path.join(root, folder), {recursive: true}).map(file => path.join(folder, file)),
  );
  const tests = all.filter(file => file.endsWith('.test.ts'));
  return only.length === 0 ? tests : tests.filter(file => only.some(part => file.includes(part)));
}

async function bundle(entryPoints, outdir) {
  rmSync(outdir, {recursive: true, force: true});
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outbase: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    outExtension: {'.js': '.mjs'},
    logLevel: 'warning',
    plugins: [rulePages],
    define: {PROJECT_ROOT: JSON.stringify(root)},
  });
  await stop();
  return entryPoints.map(file => path.join(outdir, file.replace(/\.ts$/, '.mjs')));
}

requireTools();
const entryPoints = testFiles(process.argv.slice(2));
const only = process.argv
  .slice(2)
  .join('-')
  .replaceAll(/[^\w-]/g, '_');
const files = await bundle(entryPoints, path.join(root, 'dist/test', only || 'all'));
const startedAt = performance.now();
const counts = {passed: 0, failed: 0, skipped: 0};
const isSuite = event =>
  event.details?.type === 'suite' || (event.nesting === 0 && files.includes(event.name));

const events = run({files, concurrency: true});
events.on('test:pass', event => {
  // A suite that is skipped counts as one: its tests are not even listed.
  if (event.skip !== undefined || event.todo !== undefined) counts.skipped++;
  else if (!isSuite(event)) counts.passed++;
});
events.on('test:fail', event => {
  // A suite fails with its tests, which are counted; or by itself, in a hook.
  if (event.details.error?.failureType !== 'subtestsFailed') counts.failed++;
});
events.compose(spec).pipe(process.stdout);
process.on('exit', () => {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `\nin ${seconds} s\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
});
