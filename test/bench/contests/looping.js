// Whether a process that makes one health check after the other keeps its size and its descriptors.
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {build} from 'esbuild';
import {bundling, root} from '../../bundling.js';
import {env, spreadOf} from '../measure.js';

const CHECKS = 10_000;
const PARTS = 20;
/** In the first checks V8 compiles and its heap finds its size. */
const SETTLED = PARTS / 2;

/** Makes so many checks in one process: what it was like after each part of them. */
export async function healthChecks(checks, parts) {
  const outfile = path.join(root, 'dist/bench/health-checks.mjs');
  await build({...bundling, entryPoints: ['test/bench/health-checks.ts'], outfile});
  const output = execFileSync(process.execPath, [outfile, `${checks}`, `${parts}`], {env, encoding: 'utf8'});
  return output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

export async function looping() {
  const parts = await healthChecks(CHECKS, PARTS);
  const settled = parts.slice(SETTLED);
  const [first] = settled;
  const times = parts
    .slice(1)
    .map(({seconds, checks}, at) => (seconds - parts[at].seconds) / (checks - parts[at].checks));
  const ours = {
    seconds: spreadOf(times),
    peakMb: Math.max(...parts.map(({rssKb}) => rssKb)) / 1024,
    isEnded: false,
  };
  const what = `health check, of ${CHECKS.toLocaleString('en-US')}`;
  const last = spreadOf(settled.slice(-3).map(({rssKb}) => rssKb)).median;
  const before = spreadOf(settled.slice(0, 3).map(({rssKb}) => rssKb)).median;
  return [
    {
      what,
      ours,
      name: 'its memory at the half',
      ratio: last / before,
      budget: 1.05,
      why: 'A check leaves nothing behind: the heap finds its size in the first half, and garbage that V8 has not collected yet is a twentieth of it.',
    },
    {
      what,
      ours,
      name: `its ${first.descriptors} descriptors at the half`,
      ratio: settled.at(-1).descriptors / first.descriptors,
      budget: 1,
      why: 'A check closes what it opens.',
    },
  ];
}
