import type {Process} from '../process.ts';
import {appletName, isShell, plainFilters, startingFilters} from './pipeline-program.ts';
import {programFile} from './runtime.ts';

const neverForking = new Set([...plainFilters, 'false', 'pause', 'sleep', 'true']);
const neverWriting = new Set(['pause', 'sleep']);
const wrappers = ['env', 'flock', 'nice', 'nohup', 'setsid', 'timeout'];
/** zsh has a module that listens, and gawk, which any awk may be, has /inet. */
const mayListen = /^(?:[gm]?awk|zsh.*)$/;
const neverListening = new Set([...neverForking, ...startingFilters, ...wrappers]);

/** Whether the program that a process executes starts no other; if it has a child, an earlier program of the process started that. */
export function neverForks(process: Process): boolean {
  return neverForking.has(appletName(process));
}

/** Whether the program that a process executes writes nothing while it runs, so that who reads from it waits for its exit alone. */
export function neverWrites(process: Process): boolean {
  return neverWriting.has(appletName(process));
}

/** Whether the program that a process executes never calls listen(2), so that it inherited a listener that it has. */
export function neverListens(process: Process): boolean {
  const name = appletName(process);
  return !mayListen.test(name) && (neverListening.has(name) || isShell(process));
}

/**
 * Whether the program that a process executes never takes descriptors from others: by SCM_RIGHTS in unix(7), of which a socket that
 * is closed again leaves no trace, or by pidfd_getfd(2), which leaves none at all.
 */
export function neverReceives(process: Process): boolean {
  return neverForks(process) || wrappers.includes(appletName(process)) || isShell(process);
}

/** Inits that are stopped in a way of their own: by another signal, a FIFO, a socket, or with whoever started them. */
const inits = new Set([
  'bwrap',
  'finit',
  'init.lxc',
  'lxc-init',
  'openrc-init',
  'runit',
  'runit-init',
  'systemd',
]);
/** sysvinit and busybox, which go by a name that other programs have as well. */
const initFile = /^(?:\/usr)?\/(?:lib\/sysvinit\/|s?bin\/)init$/;

/** Whether a process executes an init that isn't meant to be stopped by SIGTERM. */
export function isKnownInit(process: Process): boolean {
  const name = appletName(process);
  return inits.has(name) || (name === 'init' && initFile.test(initPath(process)));
}

/** busybox runs as init by whatever name its file has. */
function initPath(process: Process): string {
  const file = programFile(process) ?? '';
  return file.endsWith('/busybox') ? '/sbin/init' : file;
}
