import {SIGTERM} from '../../parse/signals/numbers.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import type {Process} from '../../snapshot/process.ts';
import {type ManagerKind, managerBy} from '../../snapshot/programs/managers.ts';
import {keepingOf} from '../../snapshot/signals/line.ts';
import {blocks, signalfdFor} from '../../snapshot/signals/takers.ts';
import {type Seen, shellCommand} from '../commands/printed-commands.ts';
import {named} from '../words/named.ts';

/** Why SIGTERM does not end a process, of one and of several. Signals without a handler never reach PID 1: kill(2). */
const reasons = {
  ignored: ['ignores SIGTERM', 'ignore SIGTERM'],
  blocked: ['blocks SIGTERM', 'block SIGTERM'],
  init: [
    'is PID 1 of its pid namespace, and has no handler for SIGTERM',
    'are each PID 1 of a pid namespace, and have no handler for SIGTERM',
  ],
} as const;

/** How what a manager keeps running is stopped: a signal to the manager itself stops all of that, or leaves it unattended. */
const managerStops: Readonly<Record<ManagerKind, string>> = {
  'containerd-shim': 'stop its container (`docker stop` or `ctr task kill`)',
  conmon: 'stop its container (`podman stop` or `crictl stop`)',
  'lxc-monitor': 'stop its container (`lxc-stop`)',
  nspawn: 'stop its container (`machinectl poweroff`)',
  runsvdir: 'stop its services (`kill -HUP` of runsvdir)',
  runsv: 'stop its service (`sv exit`)',
  's6-svscan': 'stop its services (`s6-svscanctl -t`)',
  's6-supervise': 'stop its service (`s6-svc -dx`)',
};

/** What keeps SIGTERM from ending a process. */
type Obstacle = keyof typeof reasons;

/** What keeps a process from running, so that SIGTERM stays pending until then. SIGKILL ends it at once. */
const delays = {
  stopped: ['is stopped', 'are stopped', 'after SIGCONT'],
  frozen: ['is frozen by its cgroup', 'are frozen by their cgroup', 'when that is thawed'],
} as const;

type Delay = keyof typeof delays;

/**
 * The command that ends processes: "`kill -TERM 4711 4712`", or "`kill -KILL 4711` (it ignores SIGTERM)"; both where
 * SIGTERM reaches some of them and others not. One that is stopped or frozen gets it only when it runs again. SIGTERM
 * counts as enough for a process that catches it, whatever its handler does, and for one whose signals can't be read. A
 * manager of containers or services is stopped by what it manages.
 */
export function endCommand(processes: readonly Process[]): string {
  const managed = groupBy(processes, process => managerBy(process)?.kind);
  const groups = groupBy(
    managed.get(undefined) ?? [],
    process => obstacleIn(process) ?? delayOf(process) ?? 'reached',
  );
  const all = ['reached', 'stopped', 'frozen', 'ignored', 'blocked', 'init'] as const;
  const commands = all.flatMap(what => {
    const group = groups.get(what);
    if (!group?.[0]) return [];
    const pids = group.map(({pid}) => pid).join(' ');
    if (what === 'reached') return shellCommand(group[0], `kill -TERM ${pids}`);
    if (what === 'stopped' || what === 'frozen') return delayedCommand(what, pids, group.length, group[0]);
    return `${shellCommand(group[0], `kill -KILL ${pids}`)} (${reasonOf(what, group.length)})`;
  });
  const stops = [...managed.keys()].flatMap(kind => (kind ? managerStops[kind] : []));
  return [...stops, ...commands].join(' and ');
}

function delayedCommand(delay: Delay, pids: string, count: number, seen: Seen): string {
  const [ofOne, ofMany, then] = delays[delay];
  const command = delay === 'stopped' ? `kill -TERM ${pids}; kill -CONT ${pids}` : `kill -TERM ${pids}`;
  return `${shellCommand(seen, command)} (${count === 1 ? `it ${ofOne}` : `they ${ofMany}`}: SIGTERM takes effect ${then})`;
}

/** The command that ends a process group, given its live members: "`kill -TERM -4711`". */
export function groupEndCommand(pgid: number, members: readonly Process[], seen: Seen): string {
  const unreached = members.find(member => obstacleIn(member) !== undefined);
  const what = unreached && obstacleIn(unreached);
  const delay = members.flatMap(member => delayOf(member) ?? [])[0];
  if (!what && delay) return delayedCommand(delay, `-- -${pgid}`, members.length, seen);
  if (!what) return shellCommand(seen, `kill -TERM -${pgid}`);
  const who = members.length === 1 ? 'it' : named(unreached);
  return `${shellCommand(seen, `kill -KILL -${pgid}`)} (${who} ${reasons[what][0]})`;
}

function reasonOf(what: Obstacle, count: number): string {
  return count === 1 ? `it ${reasons[what][0]}` : `they ${reasons[what][1]}`;
}

/**
 * Undefined where a process can run. A frozen one sleeps in a function of the freezer, by version 2 of cgroups in the
 * first two of these, by version 1 in the last.
 */
function delayOf(process: Process): Delay | undefined {
  const {stat} = process;
  if (stat.state === 'T') return 'stopped';
  if (stat.state !== 'S' && stat.state !== 'D') return undefined;
  const freezers = ['do_freezer_trap', 'get_signal', '__refrigerator'];
  const isFrozen = process.liveThreads().some(thread => freezers.includes(thread.waitChannel() ?? ''));
  return isFrozen ? 'frozen' : undefined;
}

/** Undefined where SIGTERM reaches the process, or its signals can't be read. */
function obstacleIn(process: Process): Obstacle | undefined {
  const keeping = keepingOf(process, SIGTERM);
  if (keeping === 'ignored') return 'ignored';
  if (keeping === 'blocked') return isTaken(process) ? undefined : 'blocked';
  return keeping === 'nothing' && isInit(process) ? 'init' : undefined;
}

/** Whether a blocked SIGTERM is taken: by a thread that does not block it, or is in sigwait(3), or by a signalfd. */
function isTaken(process: Process): boolean {
  const others = process.liveThreads().filter(({tid}) => tid !== process.pid);
  return others.some(thread => !blocks(thread, SIGTERM)) || signalfdFor(process, SIGTERM) !== undefined;
}
