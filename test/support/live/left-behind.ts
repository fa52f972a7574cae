import {commOf, parentOf} from '../proc-witness.ts';
import {type Subject, until, withSubject} from '../subject.ts';

/**
 * A shell script that leaves a process behind, under a subreaper, in a session of which the leader is gone. In it
 * fd 3 is what ends with the subject, and fd 4 takes the line of facts; `$0` and on are the arguments.
 */
export async function withLeftBehind(
  script: string,
  args: readonly string[],
  use: (subject: Subject) => Promise<void>,
): Promise<void> {
  const command = ['/bin/sh', '-c', `exec 3<&0 4>&1; ${script}`, ...args];
  await withSubject('supervisor.c', command, async subject => {
    const {orphan} = subject.facts;
    if (typeof orphan === 'number')
      await until(
        'what is left behind runs its program, and its parent has exited',
        () => commOf(orphan) !== 'sh' && parentOf(orphan) === subject.pid,
      );
    await use(subject);
  });
}

/** Says its pid, and lives until the end of fd 3 in a session that a process made which is gone. */
export const LEFT_BEHIND = `setsid sh -c 'cat <&3 >/dev/null 4>&- & echo "{\\"orphan\\":$!}" >&4'`;

/** LEFT_BEHIND with the standard streams of a daemon. */
export const DAEMON = `setsid sh -c 'bash -c "read -u 3" </dev/null >/dev/null 2>&1 4>&- & echo "{\\"orphan\\":$!}" >&4'`;

/** DAEMON with a pipe to itself, of which one end has the number of the standard input that it closed. */
export const DAEMON_WITH_OWN_PIPE = `setsid sh -c 'python3 -c "
import os
os.close(0)
os.pipe()
os.read(3, 1)" </dev/null >/dev/null 2>&1 4>&- & echo "{\\"orphan\\":$!}" >&4'`;

/** LEFT_BEHIND with its output in a pipe that another process reads to EOF. */
export const INTO_A_PIPE = `setsid sh -c 'cat <&3 4>&- & echo "{\\"orphan\\":$!}" >&4' | cat >/dev/null 4>&-`;

/** INTO_A_PIPE beside another writer, which was not left behind. */
export const BESIDE_A_WRITER = `{ setsid sh -c 'cat <&3 4>&- & echo "{\\"orphan\\":$!}" >&4'; exec cat <&3 4>&-; } | cat >/dev/null 4>&-`;
