import type {DaemonSign} from '../../snapshot/families/daemon.ts';

/** Something that speaks for a daemon, as JSON has it. */
export function daemonSignText(sign: DaemonSign): string {
  switch (sign.kind) {
    case 'session-of-its-own':
      return 'it is in a session of its own, without a terminal';
    case 'streams-closed':
      return 'its standard streams are closed';
    case 'streams-detached':
      return `its standard streams lead to ${sign.places.join(' and ')}`;
    case 'leads-its-session':
      return 'it leads its session';
    case 'pid-file':
      return `it has a pid file, ${sign.path}`;
    case 'works-in-root':
      return 'its working directory is /';
  }
}
