// Installs what the tests need and is missing, by apt-get and npm: see tools.js, integration/tools.js for
// `npm run test-integration`, and healthy/tools.js for `npm run healthy`. Without root it names Debian's packages and
// exits with 1.
// Usage: npm run test-setup [-- integration|healthy]
import {execFileSync} from 'node:child_process';
import {renameSync, rmSync} from 'node:fs';
import {tools as healthyTools} from './healthy/tools.js';
import {tools as integrationTools} from './integration/tools.js';
import {missingTools, tools} from './tools.js';

const lists = {tests: tools, integration: integrationTools, healthy: healthyTools};
const [, , name = 'tests'] = process.argv;
if (lists[name] === undefined) throw new Error(`no list is named ${name}: ${Object.keys(lists).join(', ')}`);
const missing = missingTools(lists[name]);
const packages = [...new Set(missing.flatMap(tool => tool.packages))];
for (const {npm} of missing) {
  if (npm)
    execFileSync('npm', ['install', '--no-save', '--prefix', npm.folder, ...[npm.spec].flat()], {
      stdio: 'inherit',
    });
}
if (missing.length === 0) {
  console.log('everything that is needed is installed');
} else if (packages.length === 0) {
  console.log('no package of Debian is missing');
} else if (process.getuid() !== 0) {
  console.error(`as root: apt-get install --no-install-recommends ${packages.join(' ')}`);
  process.exitCode = 1;
} else {
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  const aptGet = (...args) => execFileSync('apt-get', args, {env, stdio: 'inherit'});
  aptGet('update', '-q');
  aptGet('install', '-qy', '--no-install-recommends', ...packages);
}
for (const {root} of missing) {
  if (root && process.getuid() === 0) makeRoot(root);
}

/** Makes a root directory of Debian's packages; one that was left half-made is removed first. */
function makeRoot({folder, options}) {
  const begun = `${folder}.begun`;
  rmSync(begun, {recursive: true, force: true});
  execFileSync('mmdebstrap', ['--quiet', ...options, begun], {stdio: 'inherit'});
  rmSync(folder, {recursive: true, force: true});
  renameSync(begun, folder);
}
