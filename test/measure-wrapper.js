// Measures what a wrapper makes of the end of its command: runs it around a command that exits, or kills itself, in every
// way that test/data/wrapper-statuses.tsv has a column for, and prints the line for that file and the entry for the
// table of its kind in src/parse/wrappers/measured/.
// Usage: node test/measure-wrapper.js [--pid1] NAME VERSION -- WRAPPER [ARGUMENT...]
//   CMD in an argument stands for the command, as in: node test/measure-wrapper.js 'flock F CMD' 'util-linux 2.38.1' --
//   flock /tmp/lock CMD. With --pid1 (as root) the wrapper is PID 1 of a new PID namespace.
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
/** What a command exits with whose own signal had no effect, because it is PID 1. */
const WITHOUT_EFFECT = 77;
const LIMIT = 20_000;

/** Node knows no real-time signal, so Python waits: it prints the raw wait status. */
const WAIT = `
import ctypes, os, signal, sys
if sys.argv[1] == 'pid1' and ctypes.CDLL(None, use_errno=True).unshare(0x20000000) != 0:
    sys.exit('unshare: ' + os.strerror(ctypes.get_errno()))
pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    null = os.open('/dev/null', os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.execvp(sys.argv[2], sys.argv[2:])
print('%04x' % os.waitpid(pid, 0)[1])
`;

const words = process.argv.slice(2);
const isPid1 = words[0] === '--pid1';
const [name, version, dashes, ...wrapper] = isPid1 ? words.slice(1) : words;
if (dashes !== '--' || wrapper.length === 0) {
  console.error(
    'usage: node test/measure-wrapper.js [--pid1] NAME VERSION -- WRAPPER [ARGUMENT...], with CMD for the command',
  );
  process.exit(2);
}

const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-wrapper-'));

/** The command whose end is this column of the file. */
function commandFor(fate) {
  const file = path.join(folder, 'command');
  const [, exit] = /^exit (\d+)$/.exec(fate) ?? [];
  const [, signal] = /^killed by (SIG\S+)$/.exec(fate) ?? [];
  if (fate === 'not found') return path.join(folder, 'missing');
  const body =
    exit !== undefined
      ? `exit ${exit}`
      : signal !== undefined
        ? `ulimit -c 0; kill -${numberOf(signal)} $$; exit ${WITHOUT_EFFECT}`
        : '(sleep 0.3; kill -CONT $$) & kill -STOP $$; exit 7';
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, fate === 'not executable' ? 0o644 : 0o755);
  return file;
}

function numberOf(signal) {
  const [, above] = /^SIGRTMIN\+(\d+)$/.exec(signal) ?? [];
  return above === undefined ? constants.signals[signal] : 34 + Number(above);
}

/** "0100", the raw wait status; "-" where there is none within 20 s. */
function measure(fate) {
  const command = commandFor(fate);
  const argv = wrapper.map(word => word.replaceAll('CMD', command));
  const {pid, stdout, stderr} = spawnSync('python3', ['-c', WAIT, isPid1 ? 'pid1' : 'plain', ...argv], {
    encoding: 'utf8',
    timeout: LIMIT,
    detached: true,
  });
  killGroup(pid);
  if (stderr !== '') console.error(stderr.trimEnd());
  const raw = stdout.trim() || '-';
  return isPid1 && fate.startsWith('killed') && raw === `${WITHOUT_EFFECT.toString(16)}00` ? `${raw}!` : raw;
}

/** Ends what a wrapper left behind; each measurement is a session of its own. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}

/** What the raw status of a fate can be in the notation of the tables, the most general first. */
function outcomesOf(fate, raw) {
  const value = Number.parseInt(raw, 16);
  if (raw.endsWith('!')) return ['same'];
  const exit = (value & 0x7f) === 0 ? value >> 8 : undefined;
  const [, own] = /^exit (\d+)$/.exec(fate) ?? [];
  if (own !== undefined) return [...(exit === Number(own) ? ['same'] : []), plain(value)];
  const number = numberOf(fate.replace('killed by ', ''));
  const sums = {'128+n': 128 + number, n: number, '256-n': 256 - number, '128-n': 128 - number};
  const fitting = Object.keys(sums).filter(sum => sums[sum] === exit);
  return [...(value === number ? ['same'] : []), ...fitting, plain(value)];
}

function plain(value) {
  return (value & 0x7f) === 0 ? `${value >> 8}` : `s${value & 0x7f}`;
}

/** The outcome that fits most, then what the others are. */
function rule(measured, short) {
  const known = measured
    .filter(({raw}) => raw !== '-')
    .map(({fate, raw}) => ({fate, outcomes: outcomesOf(fate, raw)}));
  const fits = outcome => known.filter(({outcomes}) => outcomes.includes(outcome)).length;
  const [usual = '-'] = known.flatMap(({outcomes}) => outcomes).sort((a, b) => fits(b) - fits(a));
  const others = known.filter(({outcomes}) => !outcomes.includes(usual));
  return [usual, ...others.map(({fate, outcomes}) => `${short(fate)}:${outcomes.at(-1)}`)].join(' ');
}

try {
  const text = readFileSync(path.join(root, 'test/data/wrapper-statuses.tsv'), 'utf8');
  const [header = ''] = text.split('\n').filter(line => !line.startsWith('#'));
  const fates = header.split('\t').slice(3);
  const measured = fates.map(fate => ({fate, raw: measure(fate)}));
  const start = ['not executable', 'not found'].map(fate => {
    const {raw = '-'} = measured.find(one => one.fate === fate) ?? {};
    return raw === '-' ? raw : plain(Number.parseInt(raw, 16));
  });
  const signals = rule(
    measured.filter(({fate}) => fate.startsWith('killed')),
    fate => fate.replace('killed by SIG', ''),
  );
  const exits = rule(
    measured.filter(({fate}) => fate.startsWith('exit')),
    fate => fate.replace('exit ', ''),
  );
  console.log([name, version, isPid1 ? 'yes' : 'no', ...measured.map(({raw}) => raw)].join('\t'));
  console.log(`${[signals, exits, ...(isPid1 ? [] : [start.join(' ')])].join(' | ')}\n  ${version}: ${name}`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
