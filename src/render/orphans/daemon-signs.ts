import {named} from '../../rules/words/named.ts';
import type {DaemonSign} from '../../snapshot/families/daemon.ts';
import type {ManagementDeed} from '../../snapshot/families/management.ts';

/** Something that speaks for a daemon, as JSON has it. */
export function daemonSignText(sign: DaemonSign): string {
  switch (sign.kind) {
    case 'session-of-its-own':
      return 'it is in a session of its own, without a terminal';
    case 'streams-closed':
      return 'its standard streams are closed';
    case 'streams-detached':
      return `its standard streams lead to ${sign.places.join(' and ')}`;
    case 'manages':
      return deedText(sign.deed);
    case 'leads-its-session':
      return 'it leads its session';
    case 'pid-file':
      return `it has a pid file, ${sign.path}`;
    case 'works-in-root':
      return 'its working directory is /';
  }
}

/** What a manager does, as a clause: "it runs sleep (4711), which is PID 1 of a pid namespace below its own". */
export function deedText(deed: ManagementDeed): string {
  switch (deed.kind) {
    case 'child-inside':
      return `it runs ${named(deed.child)} in a pid namespace below its own (PID ${deed.innerPid} inside)`;
    case 'listens':
      return `it listens on ${deed.local ?? 'a socket without a name'}`;
    case 'control-fifo':
      return `it takes commands at ${deed.path}`;
    case 'child-manages':
      return `it runs ${named(deed.child)}, which manages a service`;
  }
}
