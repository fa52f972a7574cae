// Installs by apt-get what the tests need and is missing: see tools.js. Without root it names the packages and exits
// with 1.
// Usage: npm run test-setup
import {execFileSync} from 'node:child_process';
import {missingTools} from './tools.js';

const packages = [...new Set(missingTools().flatMap(tool => tool.packages))];
if (packages.length === 0) {
  console.log('everything that the tests need is installed');
} else if (process.getuid() !== 0) {
  console.error(`as root: apt-get install --no-install-recommends ${packages.join(' ')}`);
  process.exitCode = 1;
} else {
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  const aptGet = (...args) => execFileSync('apt-get', args, {env, stdio: 'inherit'});
  aptGet('update', '-q');
  aptGet('install', '-qy', '--no-install-recommends', ...packages);
}
