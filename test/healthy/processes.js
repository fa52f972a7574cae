// Processes by /proc: who belongs to a place, and their end. A process is its pid and its start time, so that nothing
// else is ended that was given the pid of one that is gone.
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';

function textOf(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}

/** Fields 3 (state), 4 (parent) and 22 (start) of /proc/PID/stat; undefined of a process that is gone. */
function statOf(pid) {
  const line = textOf(`/proc/${pid}/stat`);
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ');
  return fields && {pid, state: fields[0], parent: Number(fields[1]), start: fields[19]};
}

/** A living process, or undefined. A zombie is not alive. */
export function alive(pid) {
  const found = statOf(pid);
  return found && !'ZX'.includes(found.state) ? found : undefined;
}

function isThe({pid, start}) {
  return alive(pid)?.start === start;
}

export function childrenOf(parent) {
  return everyone().filter(one => one.parent === parent);
}

function everyone() {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => alive(Number(name)))
    .filter(one => one !== undefined);
}

/** Whether a process has to do with a place: `mark` is the unique name of its folder. */
function isMarked({pid}, mark) {
  return (
    ['environ', 'cmdline'].some(file => textOf(`/proc/${pid}/${file}`)?.includes(mark)) ||
    ['cwd', 'root', ...descriptorsOf(pid)].some(link => targetOf(`/proc/${pid}/${link}`)?.includes(mark))
  );
}

function descriptorsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map(fd => `fd/${fd}`);
  } catch {
    return [];
  }
}

function targetOf(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

/**
 * The living processes that are marked, and all below them and below those in `known`. A title that is set takes the
 * place of the environment, and a program may clear that of its children: no single sign is on every process.
 */
export function markedProcesses(mark, known = []) {
  const living = everyone().filter(({pid}) => pid !== process.pid);
  const found = new Map(known.filter(isThe).map(one => [one.pid, one]));
  for (const one of living) if (isMarked(one, mark)) found.set(one.pid, one);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const one of living) if (found.has(one.parent)) found.set(one.pid, one);
  }
  return [...found.values()];
}

export function signal(ones, name) {
  for (const one of ones.filter(isThe)) {
    try {
      process.kill(one.pid, name);
    } catch {
      // It has exited meanwhile.
    }
  }
}

/** Ends all that are marked: `first` get a SIGTERM and five seconds, what is left then a SIGKILL. */
export async function endMarked(mark, first) {
  let known = markedProcesses(mark);
  signal(
    known.filter(({pid}) => first.includes(pid)),
    'SIGTERM',
  );
  for (let round = 0; known.length > 0; round++) {
    if (round > 50) signal(known, 'SIGKILL');
    if (round > 150) throw new Error(`can't end ${known.map(({pid}) => pid).join(', ')}`);
    await sleep(100);
    known = markedProcesses(mark, known);
  }
}
