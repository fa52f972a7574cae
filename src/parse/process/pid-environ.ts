import {decodeText} from '../text.ts';

/** The variables of systemd in the environment that a program was started with: systemd.exec(5), sd_listen_fds(3). */
export interface SystemdEnvironment {
  /** SYSTEMD_EXEC_PID: the process that systemd executed, which may be an ancestor (since systemd 248). */
  readonly execPid: number | undefined;
  /** INVOCATION_ID: of the start of its unit. */
  readonly invocationId: string | undefined;
  /** LISTEN_PID: the process that is to have the descriptors from 3 on that were passed to it. */
  readonly listenPid: number | undefined;
  /** LISTEN_FDS: how many these are. */
  readonly listenFds: number | undefined;
  /** LISTEN_FDNAMES: a name for each; the name of the socket unit, if no other was given. */
  readonly listenNames: readonly string[];
}

const variables = ['SYSTEMD_EXEC_PID', 'INVOCATION_ID', 'LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES'];

/**
 * What /proc/PID/environ (proc_pid_environ(5)) has of systemd. It is the environment at the last execve(2); a program
 * may have overwritten it since.
 */
export function parseSystemdEnvironment(bytes: Buffer): SystemdEnvironment {
  const entries = parseEnvironment(bytes, variables);
  const numberOf = (name: string) => {
    const value = entries.get(name) ?? '';
    return /^\d{1,10}$/.test(value) ? Number(value) : undefined;
  };
  return {
    execPid: numberOf('SYSTEMD_EXEC_PID'),
    invocationId: entries.get('INVOCATION_ID'),
    listenPid: numberOf('LISTEN_PID'),
    listenFds: numberOf('LISTEN_FDS'),
    listenNames: entries.get('LISTEN_FDNAMES')?.split(':') ?? [],
  };
}

/** The values of some variables in /proc/PID/environ, by name; of a name that is there more than once, the last. */
export function parseEnvironment(bytes: Buffer, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    decodeText(bytes)
      .split('\0')
      .flatMap(entry => {
        const [name] = entry.split('=', 1);
        const isAsked = name !== undefined && name.length < entry.length && names.includes(name);
        return isAsked ? [[name, entry.slice(name.length + 1)] as const] : [];
      }),
  );
}
