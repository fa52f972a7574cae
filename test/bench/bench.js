// Holds procdoc to its budgets, which are ratios: each contest's commands take turns, on this machine, in this
// run, and their medians are compared. Exits 1 if a budget is missed.
// Usage: npm run bench
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const procdoc = [process.execPath, path.join(root, 'bin/run.js')];
const LIVING = 9_900;
const ZOMBIES = 100;

// Node 20 reads and parses those certificates at every start, which makes any ratio to Node look better.
const {NODE_EXTRA_CA_CERTS: _, ...env} = process.env;

function compile(source) {
  const folder = path.join(root, 'dist/bench');
  mkdirSync(folder, {recursive: true});
  const program = path.join(folder, path.basename(source, '.c'));
  execFileSync(process.env.CC ?? 'cc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source], {
    cwd: path.join(root, 'test'),
  });
  return program;
}

function millisecondsOf([file, ...args]) {
  const startedAt = performance.now();
  const {status, stderr, error} = spawnSync(file, args, {stdio: ['ignore', 'ignore', 'pipe'], env});
  if (status !== 0) throw error ?? new Error(`${[file, ...args].join(' ')} exited with ${status}: ${stderr}`);
  return performance.now() - startedAt;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The median of each command, which take turns; a first round, in which files come into the cache, is not counted. */
function race(commands, rounds) {
  const times = commands.map(() => []);
  for (let round = 0; round <= rounds; round++)
    for (const [at, command] of commands.entries()) {
      const taken = millisecondsOf(command);
      if (round > 0) times[at].push(taken);
    }
  return times.map(median);
}

function requireRoom() {
  const number = file => Number(readFileSync(file, 'utf8'));
  const running = readdirSync('/proc').filter(name => /^\d+$/.test(name)).length;
  const free = number('/proc/sys/kernel/pid_max') - running;
  const [, availableKb] = /^MemAvailable: +(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? [];
  if (free < 2 * (LIVING + ZOMBIES)) throw new Error(`only ${free} pids are free on this machine`);
  if (Number(availableKb) < 2_000_000) throw new Error(`only ${availableKb} kB of memory are available`);
}

/** Runs `use` while LIVING + ZOMBIES more processes are there. */
async function inCrowd(use) {
  requireRoom();
  const crowd = spawn(compile('subjects/crowd.c'), [`${LIVING}`, `${ZOMBIES}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(crowd, 'exit');
  try {
    const [stands] = await Promise.race([once(crowd.stdout, 'data'), exited]);
    if (!Buffer.isBuffer(stands)) throw new Error(`the crowd left with status ${stands}`);
    return use();
  } finally {
    crowd.stdin.end();
    await exited;
  }
}

function startUp() {
  const [node, decodeStatus] = race(
    [
      [process.execPath, '-e', '0'],
      [...procdoc, 'decode-status', '0x8000'],
    ],
    40,
  );
  return [{what: 'decode-status 0x8000', took: decodeStatus, against: 'node -e 0', other: node, budget: 2.2}];
}

function manyProcesses() {
  const readStats = compile('bench/read-stats.c');
  const commands = [['ps', '-eo', 'pid,ppid,stat,comm'], [readStats], [...procdoc, 'zombies']];
  const [ps, loop, zombies] = race(commands, 20);
  const what = `zombies among ${(LIVING + ZOMBIES).toLocaleString('en-US')}`;
  return [
    {what, took: zombies, against: 'ps -eo pid,ppid,stat,comm', other: ps, budget: 0.6},
    {what, took: zombies, against: 'a C loop over the same files', other: loop, budget: 2.5},
  ];
}

function lineOf({what, took, against, other, budget}) {
  const ratio = took / other;
  const cells = [
    what.padEnd(24),
    `${took.toFixed(1)} ms`.padStart(10),
    `  ${against}`.padEnd(32),
    `${other.toFixed(1)} ms`.padStart(10),
    ratio.toFixed(2).padStart(7),
    `${budget}`.padStart(7),
  ];
  return `${cells.join('')}  ${ratio <= budget ? 'kept' : 'MISSED'}`;
}

const results = [...startUp(), ...(await inCrowd(manyProcesses))];
console.log(`Node ${process.versions.node}, medians\n`);
console.log(
  `${''.padEnd(24)}${'took'.padStart(10)}${'  against'.padEnd(32)}${'took'.padStart(10)}${'ratio'.padStart(7)}${'budget'.padStart(7)}`,
);
for (const result of results) console.log(lineOf(result));
if (results.some(({took, other, budget}) => took / other > budget)) process.exitCode = 1;
