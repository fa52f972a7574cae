// Looks that one process makes again and again: whether it keeps its size and its descriptors.
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {build} from 'esbuild';
import {bundling, root} from '../bundling.js';
import {env, spreadOf} from './measure.js';

/** Runs a program of this folder that makes so many looks: what it was like after each part of them. */
async function partsOf(source, looks, parts) {
  const outfile = path.join(root, 'dist/bench', source.replace(/\.ts$/, '.mjs'));
  await build({...bundling, entryPoints: [path.join('test/bench', source)], outfile});
  const output = execFileSync(process.execPath, [outfile, `${looks}`, `${parts}`], {env, encoding: 'utf8'});
  return output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

/**
 * Two lines, for memory and for descriptors at the end next to those at the half: in the first half V8 compiles, and its
 * heap finds its size.
 */
export async function looped({source, what, looks, parts, leavesNothing}) {
  const all = await partsOf(source, looks, parts);
  const settled = all.slice(parts / 2);
  const [first] = settled;
  const times = all
    .slice(1)
    .map(({seconds, done}, at) => (seconds - all[at].seconds) / (done - all[at].done));
  const ours = {
    seconds: spreadOf(times),
    peakMb: Math.max(...all.map(({rssKb}) => rssKb)) / 1024,
    isEnded: false,
  };
  const medianOf = some => spreadOf(some.map(({rssKb}) => rssKb)).median;
  const line = {what: `${what}, of ${looks.toLocaleString('en-US')}`, ours};
  return [
    {
      ...line,
      name: 'its memory at the half',
      ratio: medianOf(settled.slice(-3)) / medianOf(settled.slice(0, 3)),
      budget: 1.05,
      why: `${leavesNothing}: the heap finds its size in the first half, and garbage that V8 has not collected yet is a twentieth of it.`,
    },
    {
      ...line,
      name: `its ${first.descriptors} descriptors at the half`,
      ratio: settled.at(-1).descriptors / first.descriptors,
      budget: 1,
      why: `${leavesNothing}, and closes what it opens.`,
    },
  ];
}
