// Runs every *.test.ts of src/ and test/ under node:test, the same on Node 20, 22 and 24, in two gears: first what
// needs no more than this process (src/, test/commands and what else is not live), one process a core; then
// test/live, one process a file. What is in test/integration is run only if it is asked for. Bundles the tests first
// (Node 20 does not strip types), and ends with one line of counts. Exits 1 on a failure, when nothing ran, and in CI
// when anything was skipped.
// Usage: node test/run.js [PART-OF-A-PATH...]
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {build, stop} from 'esbuild';
import {bundling, root} from './bundling.js';
import {closeInherited} from './close-inherited.js';
import {tools as integrationTools} from './integration/tools.js';
import {missingTools, tools} from './tools.js';

const wanted = process.argv.slice(2);
const name = wanted.join('-').replaceAll(/[^\w-]/g, '_') || 'all';
// The name of a folder has at most 255 bytes.
const outdir = path.join(
  root,
  'dist/test',
  name.length > 100 ? `${name.slice(0, 100)}-${process.pid}` : name,
);
// Node parses these certificates at every start, and no test speaks TLS.
delete process.env.NODE_EXTRA_CA_CERTS;
startPythonItself();
const counts = {passed: 0, failed: 0, skipped: 0};

const isOf = (folder, file) => file.startsWith(folder);

function testFiles() {
  const all = ['src', 'test'].flatMap(folder =>
    readdirSync(path.join(root, folder), {recursive: true}).map(file => path.join(folder, file)),
  );
  const tests = all.filter(file => file.endsWith('.test.ts'));
  if (wanted.length === 0) return tests.filter(file => !isOf('test/integration/', file));
  return tests.filter(file => wanted.some(part => file.includes(part)));
}

/** The files without those that a missing program keeps from being run: each counts as one that is skipped. */
function runnable(files) {
  const missing = missingTools([...tools, ...integrationTools]);
  return files.filter(file => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const lacking = missing.filter(({askedIn}) => askedIn?.test(text)).map(({name}) => name);
    if (lacking.length > 0) console.log(`﹣ ${file} # SKIP needs ${lacking.join(', ')}: npm run test-setup`);
    counts.skipped += Number(lacking.length > 0);
    return lacking.length === 0;
  });
}

/** How many bytes of plain tests take as long as one that goes over all recordings, which lie in test/ itself. */
const WHOLE_RECORDINGS = 60_000;

/** Tests of test/ start procdoc, or ask it of whole recordings, which takes longer than to call a function. */
function weightOf(file) {
  const {size} = statSync(path.join(root, file));
  if (!file.startsWith('test/')) return size;
  return 3 * size + (path.dirname(file) === 'test' ? WHOLE_RECORDINGS : 0);
}

/** At most so many groups, of about the same weight. */
function shared(files, most) {
  const groups = Array.from({length: most}, () => ({weight: 0, files: []}));
  const weighed = files.map(file => ({file, weight: weightOf(file)}));
  for (const {file, weight} of weighed.sort((a, b) => b.weight - a.weight)) {
    const [least] = groups.sort((a, b) => a.weight - b.weight);
    least.files.push(file);
    least.weight += weight;
  }
  return groups.map(group => group.files).filter(group => group.length > 0);
}

async function bundleTogether(groups) {
  return Promise.all(
    groups.map(async (group, at) => {
      const contents = ['test/support/seed.ts', ...group].map(file => `import './${file}';`).join('\n');
      const outfile = path.join(outdir, `unit-${at + 1}.mjs`);
      await build({...bundling, stdin: {contents, resolveDir: root}, outfile});
      return outfile;
    }),
  );
}

/** What one file has started, procdoc would see in the answers of another. */
async function bundleApart(files) {
  if (files.length === 0) return [];
  await build({...bundling, entryPoints: files, outdir, outbase: root, outExtension: {'.js': '.mjs'}});
  return files.map(file => path.join(outdir, file.replace(/\.ts$/, '.mjs')));
}

/** Tests are run one after the other in a process; `atOnce` processes at a time. */
async function runFiles(files, atOnce) {
  if (files.length === 0) return;
  const isSuite = event =>
    event.details?.type === 'suite' || (event.nesting === 0 && files.includes(event.name));
  const events = run({files, concurrency: atOnce});
  events.on('test:pass', event => {
    // A suite that is skipped counts as one: its tests are not even listed.
    if (event.skip !== undefined || event.todo !== undefined) counts.skipped++;
    else if (!isSuite(event)) counts.passed++;
  });
  events.on('test:fail', event => {
    // A suite fails with its tests, which are counted; or by itself, in a hook.
    if (event.details.error?.failureType !== 'subtestsFailed') counts.failed++;
  });
  for await (const text of events.compose(spec)) process.stdout.write(text);
}

/** The python3 of a version manager is a shell script that looks for Python, which takes ten times as long. */
function startPythonItself() {
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'});
  if (python.status === 0)
    process.env.PATH = [path.dirname(python.stdout.trim()), process.env.PATH].join(path.delimiter);
}

closeInherited();
const startedAt = performance.now();
const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
const files = runnable(testFiles());
const live = files.filter(file => isOf('test/live/', file) || isOf('test/integration/', file));
rmSync(outdir, {recursive: true, force: true});
const cores = availableParallelism();
const units = await bundleTogether(
  shared(
    files.filter(file => !live.includes(file)),
    cores,
  ),
);
const lives = await bundleApart(live);
await stop();
await runFiles(units, cores);
if (units.length > 0) console.log(`\nunit tests: ${seconds()}\n`);
// They wait for processes most of the time.
await runFiles(lives, 3 * cores);
console.log(`\nin ${seconds()}\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
const isGap = process.env.CI !== undefined && counts.skipped > 0;
if (isGap) console.log('in CI nothing may be skipped');
if (counts.failed > 0 || counts.passed === 0 || isGap) process.exitCode = 1;
