// Installs by apt-get what the tests need and is missing: see tools.js, and healthy/tools.js for `npm run healthy`.
// Without root it names the packages and exits with 1.
// Usage: npm run test-setup [-- healthy]
import {execFileSync} from 'node:child_process';
import {tools as healthyTools} from './healthy/tools.js';
import {missingTools, tools} from './tools.js';

const wanted = process.argv[2] === 'healthy' ? healthyTools : tools;
const packages = [...new Set(missingTools(wanted).flatMap(tool => tool.packages))];
if (packages.length === 0) {
  console.log('everything that is needed is installed');
} else if (process.getuid() !== 0) {
  console.error(`as root: apt-get install --no-install-recommends ${packages.join(' ')}`);
  process.exitCode = 1;
} else {
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  const aptGet = (...args) => execFileSync('apt-get', args, {env, stdio: 'inherit'});
  aptGet('update', '-q');
  aptGet('install', '-qy', '--no-install-recommends', ...packages);
}
