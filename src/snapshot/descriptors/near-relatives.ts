import {isDeepStrictEqual} from 'node:util';
import {orUndefined} from '../../kernel/read.ts';
import {isInnerInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** How far up: a command, its shell, and what runs that. */
const GENERATIONS = 3;
/** Siblings, or children, unless more are asked for: a server has hundreds. */
const CHILDREN = 8;
/** A pid and a blank: pid_max is at most 4194304 (proc_sys_kernel(5)). */
const LONGEST_PID = 8;

/**
 * The nearest ancestors, siblings and children of a process, at most so many siblings and children, as far as they are
 * listed at once and can be read. A guess at where a chain of waiting leads, not an answer: the kernel's list of children may miss some while others exit
 * (proc_pid_children(5)).
 */
export function nearRelatives(snapshot: Snapshot, process: Process, most = CHILDREN): Process[] {
  const elders = snapshot.ancestors(process).slice(0, GENERATIONS);
  const [parent] = elders;
  const young = [parent, process].flatMap(elder => (elder ? childrenOf(snapshot, elder, most) : []));
  return [...new Set([...elders, ...young])].filter(
    other => other !== process && !isManagerOfAll(snapshot, other) && mayLookInto(snapshot, other),
  );
}

/** Whether it is PID 1 of the machine, which has hundreds of descriptors. That of a container is a program as any other. */
function isManagerOfAll(snapshot: Snapshot, process: Process): boolean {
  return process.pid === 1 && isInnerInit(snapshot, process) !== true;
}

function childrenOf(snapshot: Snapshot, {pid}: Process, most: number): Process[] {
  const path = `${pid}/task/${pid}/children`;
  const start = orUndefined(snapshot.machine.procfs.readAt(path, 0n, most * LONGEST_PID));
  // The last word may be cut.
  const pids =
    start?.toString('latin1').replace(/\d+$/, '') ?? orUndefined(snapshot.source.read(path, String));
  return pidsIn(pids ?? '')
    .slice(0, most)
    .flatMap(child => snapshot.find(child) ?? []);
}

function pidsIn(list: string): number[] {
  return list
    .split(' ')
    .filter(word => word !== '')
    .map(Number);
}

/** Where the processes of other users can't be read, they are left out: the gap would be in an answer that did not ask for them. */
function mayLookInto({machine}: Snapshot, process: Process): boolean {
  const {uid} = machine.host;
  return uid === 0 || orUndefined(process.status())?.uid === uid;
}

/**
 * Every child of a process, by ascending pid, without a look at the processes of others: as the kernel lists those of each
 * thread. Undefined where it doesn't, or a child may be missing because another exited meanwhile: then a second list
 * is another one.
 */
export function listedChildren(snapshot: Snapshot, process: Process): Process[] | undefined {
  const pids = listOfChildren(snapshot, process);
  if (!pids || !isDeepStrictEqual(pids, listOfChildren(snapshot, process))) return undefined;
  const children = pids.sort((a, b) => a - b).flatMap(pid => snapshot.find(pid) ?? []);
  return children.filter(child => snapshot.parentOf(child) === process);
}

function listOfChildren({machine, source}: Snapshot, {pid, stat}: Process): number[] | undefined {
  const tids = stat.threads === 1 ? [pid] : (orUndefined(source.list(`${pid}/task`)) ?? []);
  const lists = tids.map(tid => orUndefined(machine.procfs.read(`${pid}/task/${tid}/children`))?.toString());
  if (lists.length === 0 || lists.includes(undefined)) return undefined;
  return lists.flatMap(list => pidsIn(list ?? ''));
}
