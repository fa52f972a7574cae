import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';
import {programName} from './runtime.ts';

/** Which manager it is, and so how what it manages is stopped. */
export type ManagerKind =
  | ('containerd-shim' | 'conmon' | 'lxc-monitor' | 'nspawn')
  | ('runsvdir' | 'runsv' | 's6-svscan' | 's6-supervise');

/**
 * A program that leaves whoever starts it on purpose, and keeps others running: the container behind a command that has
 * exited, or the services of a folder. The name alone proves nothing: see families/management.
 */
export interface Manager {
  readonly kind: ManagerKind;
  /** The name of the file that it executes. */
  readonly program: RegExp;
  /** What its first argument is, of a program that is a manager only by that. */
  readonly argv0?: RegExp;
  readonly manages: 'container' | 'services';
  /** Whether a container is stopped by SIGTERM to its PID 1, if its image names no other signal. */
  readonly stopsBySigterm?: true;
}

/** Seen on Debian 12, but for LXC's monitor, which is known from its own argv. */
export const managers: readonly Manager[] = [
  {
    kind: 'containerd-shim',
    program: /^(?:docker-)?containerd-shim(?:-[\w-]+)?$/,
    manages: 'container',
    stopsBySigterm: true,
  },
  {kind: 'conmon', program: /^conmon(?:rs)?$/, manages: 'container', stopsBySigterm: true},
  {
    kind: 'lxc-monitor',
    program: /^lxc-(?:start|execute)$/,
    argv0: /^\[lxc monitor\] /,
    manages: 'container',
  },
  {kind: 'nspawn', program: /^systemd-nspawn$/, manages: 'container'},
  {kind: 'runsvdir', program: /^runsvdir$/, manages: 'services'},
  {kind: 'runsv', program: /^runsv$/, manages: 'services'},
  {kind: 's6-svscan', program: /^s6-svscan$/, manages: 'services'},
  {kind: 's6-supervise', program: /^s6-supervise$/, manages: 'services'},
];

/** The manager that a process is by its program and arguments; undefined where it is none. */
export function managerBy(process: Process): Manager | undefined {
  const name = programName(process);
  const found = managers.find(({program}) => program.test(name));
  if (!found?.argv0) return found;
  return found.argv0.test(orUndefined(process.argv())?.[0] ?? '') ? found : undefined;
}
