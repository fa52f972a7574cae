// Holds procdoc to its budgets, which are ratios: each contest's commands take turns, on this machine, in this
// run, and their medians are compared. Exits 1 if a budget is missed.
// Usage: npm run bench
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const procdoc = [process.execPath, path.join(root, 'bin/run.js')];
const LIVING = 9_900;
const ZOMBIES = 100;
const PROCESSES = 300;
const DESCRIPTORS = 300;
/** Enough for a second, as a loop of them goes. */
const FORKS = 5_000;
/** Hosts as they are asked for by their recordings, and how many processes each has. */
const HOSTS = 200;
const HOST_PROCESSES = 300;
const MANY = [`${PROCESSES}`, `${DESCRIPTORS}`];

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

/** Runs `use` while a subject's situation stands, with the facts it printed. */
async function amid(subject, args, use) {
  // Streams of its own, so that two subjects share none: that would make them one family to what is measured.
  const child = spawn(compile(`subjects/${subject}.c`), args, {stdio: 'pipe'});
  child.stderr.pipe(process.stderr);
  const exited = once(child, 'exit');
  try {
    const [facts] = await Promise.race([once(child.stdout, 'data'), exited]);
    if (!Buffer.isBuffer(facts)) throw new Error(`${subject} left with status ${facts}`);
    return await use(JSON.parse(facts));
  } finally {
    child.stdin.end();
    await exited;
  }
}

function startUp() {
  const [node, decodeStatus, run] = race(
    [
      [process.execPath, '-e', '0'],
      [...procdoc, 'decode-status', '0x8000'],
      [...procdoc, 'run', '--', 'true'],
    ],
    40,
  );
  const shortest = {what: 'decode-status 0x8000', took: decodeStatus};
  return [
    {...shortest, against: 'node -e 0', other: node, budget: 2.2},
    {what: 'run -- true', took: run, against: shortest.what, other: decodeStatus, budget: 1.5},
  ];
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

/** What another program of the system is asked, if it is installed; a contest without it is left out, and said. */
function isInstalled(program) {
  if (spawnSync('sh', ['-c', `command -v ${program}`]).status === 0) return true;
  console.log(`left out: ${program} is not installed`);
  return false;
}

function manyDescriptors({port, path: locked}) {
  const rivals = [['lsfd'], ['lsof', '-nP']].filter(([program]) => isInstalled(program));
  const asked = [['locks'], ['locks', locked], ['holders', `:${port}`], ['holders', locked]];
  const times = race([...rivals, ...asked.map(words => [...procdoc, ...words])], 5);
  return asked.flatMap(([command, operand], at) =>
    rivals.map((rival, place) => ({
      what: `${command}${operand ? (operand.startsWith(':') ? ' :PORT' : ' PATH') : ''} among ${PROCESSES * DESCRIPTORS}`,
      took: times[rivals.length + at],
      against: rival.join(' '),
      other: times[place],
      budget: 0.5,
    })),
  );
}

/** Both questions about a small family: how much longer they take when the machine is full of others' descriptors. */
async function smallFamily() {
  const ask = pid =>
    race(
      [
        [...procdoc, 'inherited-fds', `${pid}`],
        [...procdoc, 'why', `${pid}`],
      ],
      20,
    );
  return amid('pipe-heir', [], async ({reader}) => {
    const idle = ask(reader);
    const full = await amid('many-descriptors', MANY, () => ask(reader));
    return ['inherited-fds', 'why'].map((command, at) => ({
      what: `${command} PID, full`,
      took: full[at],
      against: 'the same, idle',
      other: idle[at],
      budget: 1.3,
    }));
  });
}

/** Runs `use` while a program watches the machine, once it has printed something. */
async function watchedBy([file, ...args], use) {
  const child = spawn(file, args, {stdio: ['ignore', 'pipe', 'pipe'], env});
  const exited = once(child, 'exit');
  const begun = Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), exited]);
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  try {
    await begun;
    return use();
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}

/** How much longer a loop of forks takes while it is watched. */
async function forks() {
  const loop = [compile('bench/fork-loop.c'), `${FORKS}`];
  const watchers = [
    ['procdoc watch', [...procdoc, 'watch', '--only', 'kill', '--source', 'bpf']],
    ...(isInstalled('forkstat') ? [['forkstat', ['forkstat', '-e', 'all']]] : []),
  ];
  const traced = isInstalled('strace')
    ? ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=none', ...loop]
    : null;
  const times = Object.fromEntries(
    ['alone', 'strace', ...watchers.map(([name]) => name)].map(name => [name, []]),
  );
  for (let round = 0; round < 11; round++) {
    times.alone.push(millisecondsOf(loop));
    for (const [name, command] of watchers)
      times[name].push(await watchedBy(command, () => millisecondsOf(loop)));
    if (traced && round < 3) times.strace.push(millisecondsOf(traced));
  }
  const what = `${FORKS} forks under watch`;
  const took = median(times['procdoc watch']);
  const against = (name, budget) =>
    times[name]?.length > 0 ? [{what, took, against: name, other: median(times[name]), budget}] : [];
  return [...against('alone', 1.05), ...against('forkstat', 1), ...against('strace', 1)];
}

/** What a program takes, and how much memory at most, as the kernel says while it runs. */
async function costOf([file, ...args]) {
  const startedAt = performance.now();
  const child = spawn(file, args, {stdio: ['ignore', 'ignore', 'inherit'], env});
  let most = 0;
  const look = setInterval(() => {
    const [, peak = '0'] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    most = Math.max(most, Number(peak) / 1000);
  }, 50);
  const [status] = await once(child, 'exit').finally(() => clearInterval(look));
  if (status !== 0 && status !== 1) throw new Error(`${[file, ...args].join(' ')} exited with ${status}`);
  return {took: performance.now() - startedAt, most};
}

/** Hosts without procdoc: one is recorded by the shell script, and many of its recordings are answered from. */
async function manyHosts() {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-bench-'));
  const [script, hosts] = [path.join(folder, 'collect.sh'), path.join(folder, 'hosts')];
  try {
    writeFileSync(script, execFileSync(procdoc[0], [procdoc[1], 'record', '--script'], {env}));
    mkdirSync(hosts);
    const first = path.join(hosts, '1.procdoc');
    const others = readdirSync('/proc').filter(name => /^\d+$/.test(name)).length;
    const [recorded] = await amid('crowd', [`${Math.max(1, HOST_PROCESSES - others)}`, '1'], () =>
      race([['sh', '-c', `dash < ${script} > ${first}`]], 5),
    );
    for (let host = 2; host <= HOSTS; host++) copyFileSync(first, path.join(hosts, `${host}.procdoc`));
    const {took, most} = await costOf([...procdoc, 'diagnose', '--from', hosts]);
    const limit = {against: 'its limit', budget: 1};
    const what = `diagnose of ${HOSTS} hosts`;
    return [
      {what: 'record --script in dash', took: recorded, ...limit, other: 3000},
      {what, took, ...limit, other: 20_000},
      {what: `${what}, memory`, took: most, ...limit, other: 300, unit: 'MB'},
    ];
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function lineOf({what, took, against, other, budget, unit = 'ms'}) {
  const ratio = took / other;
  const cells = [
    what.padEnd(30),
    `${took.toFixed(1)} ${unit}`.padStart(10),
    `  ${against}`.padEnd(32),
    `${other.toFixed(1)} ${unit}`.padStart(10),
    ratio.toFixed(2).padStart(7),
    `${budget}`.padStart(7),
  ];
  return `${cells.join('')}  ${ratio <= budget ? 'kept' : 'MISSED'}`;
}

requireRoom();
const results = [
  ...startUp(),
  ...(await amid('crowd', [`${LIVING}`, `${ZOMBIES}`], manyProcesses)),
  ...(await amid('many-descriptors', MANY, manyDescriptors)),
  ...(await smallFamily()),
  ...(await forks()),
  ...(await manyHosts()),
];
console.log(`Node ${process.versions.node}, medians\n`);
console.log(
  `${''.padEnd(30)}${'took'.padStart(10)}${'  against'.padEnd(32)}${'took'.padStart(10)}${'ratio'.padStart(7)}${'budget'.padStart(7)}`,
);
for (const result of results) console.log(lineOf(result));
if (results.some(({took, other, budget}) => took / other > budget)) process.exitCode = 1;
