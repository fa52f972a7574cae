import {PID_MAX_LIMIT} from '../pid.ts';

/** Who a symbolic link names that is a lock by its existence. */
export interface LinkOwner {
  readonly pid: number;
  /** The machine that the pid is of; null where the link doesn't say. */
  readonly host: string | null;
  /** The inode of the pid namespace that the pid is of; null where the link doesn't say. */
  readonly pidNamespace: number | null;
}

/**
 * "user@host.4711" and "user@host.4711:1700000000" (Emacs), "host/f0000001:4711" and "host:4711" (Mercurial, with the
 * pid namespace in hexadecimal), "192.0.2.1:+4711" (Firefox).
 */
const forms = [
  /^[^@]*@(?<host>.*)\.(?<pid>\d+)(?::\d+)?$/s,
  /^(?<host>[^/:]+)(?:\/(?<namespace>[0-9a-f]{1,8}))?:\+?(?<pid>\d+)$/,
];

/** The process that the text of such a link names; undefined for a text of another form. */
export function parseLockLink(text: string): LinkOwner | undefined {
  for (const form of forms) {
    const {pid, host, namespace} = form.exec(text)?.groups ?? {};
    const number = Number(pid ?? 0);
    if (number > 0 && number <= PID_MAX_LIMIT)
      return {
        pid: number,
        host: host ?? null,
        pidNamespace: namespace === undefined ? null : Number.parseInt(namespace, 16),
      };
  }
  return undefined;
}
