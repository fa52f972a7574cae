// Holds procdoc to its budgets, which are ratios: the commands of a contest take turns, on this machine, in this run,
// and their medians are compared. Prints a line for each, with quartiles and the peak of memory, and below what missed
// its budget, why the budget is what it is.
// Its usage is printed by: npm run bench -- --help
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {cpus, loadavg, release, totalmem} from 'node:os';
import {complain, readOptions} from '../options.js';
import {isKept} from './contest.js';
import {descriptors} from './contests/descriptors.js';
import {growing} from './contests/growing.js';
import {hosts} from './contests/hosts.js';
import {looping} from './contests/looping.js';
import {processes} from './contests/processes.js';
import {recordings} from './contests/recordings.js';
import {report} from './contests/report.js';
import {scraping} from './contests/scraping.js';
import {starts} from './contests/starts.js';
import {millionStatuses} from './contests/statuses.js';
import {watching} from './contests/watching.js';
import {missing, root} from './programs.js';
import {writeReadme} from './readme.js';
import {withRevision} from './revision.js';
import {heading, lineText, reasonsText} from './table.js';

const parts = new Map([
  ['starts', starts],
  ['statuses', millionStatuses],
  ['processes', processes],
  ['descriptors', descriptors],
  ['recordings', recordings],
  ['report', report],
  ['hosts', hosts],
  ...growing,
  ['watching', watching],
  ['looping', looping],
  ['scraping', scraping],
]);

const USAGE = `usage: npm run bench -- [--check] [--readme] [--against REVISION] [PART...]
  --check    exit with status 1 where a budget is missed
  --readme   write what the parts measured into the README
  --against  build that revision too, and put its numbers next to ours; the budgets that are a share of it are those
             against 757c4e4, from before the kernel was asked for its table of processes
  PART       only these parts, of: ${[...parts.keys()].join(' ')}`;

const {values, positionals} = readOptions('bench', USAGE, {
  check: {type: 'boolean'},
  readme: {type: 'boolean'},
  against: {type: 'string'},
});
const unknown = positionals.find(name => !parts.has(name));
if (unknown !== undefined)
  complain('bench', `there is no part ${unknown}, only ${[...parts.keys()].join(', ')}`, USAGE);

function machineText() {
  const revision = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], {
    encoding: 'utf8',
  }).trim();
  const [{model}, {length}] = [cpus()[0], cpus()];
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  const [name = 'Linux'] =
    /^PRETTY_NAME="(.*)"/m.exec(readFileSync('/etc/os-release', 'utf8'))?.slice(1) ?? [];
  return `procdoc ${revision}, Node ${process.versions.node}, ${name}, Linux ${release()}, ${length} × ${model}, ${memory}, load ${loadText()}`;
}

const loadText = () =>
  loadavg()
    .map(load => load.toFixed(1))
    .join(' ');

const measured = [];
const machine = machineText();
await withRevision(values.against, async revision => {
  console.log(`${machine}\n\n${heading()}`);
  for (const [name, hold] of parts) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const lines = await hold({revision});
    for (const line of lines) console.log(lineText(line));
    process.stdout.write(reasonsText(lines));
    measured.push(...lines);
    if (values.readme) writeReadme(machine, measured);
  }
});
const missed = measured.filter(line => !isKept(line)).length;
if (missing.size > 0) console.log(`\nleft out, since they are not installed: ${[...missing].join(', ')}`);
console.log(
  `\n${missed === 0 ? 'every budget was kept' : `${missed} budgets were missed`}; load ${loadText()} at the end`,
);
if (values.check && missed > 0) process.exitCode = 1;
