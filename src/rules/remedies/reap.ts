import type {Process} from '../../snapshot/process.ts';
import {languageOf} from '../../snapshot/programs/conduct.ts';
import type {Language} from '../../snapshot/programs/conducts.ts';

/** How a program waits for what it started, in its own language; a wait for any child may take a library's child. */
const waits: Readonly<Record<Language, string>> = {
  python:
    'In the Python program: keep each subprocess.Popen and call its wait() or poll(), or use subprocess.run(). After os.fork(): os.waitpid(pid, 0).',
  node: "Node reaps a child when its event loop runs. To see what keeps that busy: look for a long computation, or for spawnSync() and execSync(), and use spawn() there. Node doesn't reap what native code forked, what a worker thread started that has exited, nor what a shell started that then exec'd Node.",
  ruby: 'In the Ruby program: call Process.wait(pid) for each child, or Process.detach(pid) right after spawn or fork.',
  php: 'In the PHP program: call proc_close() or pclose() on what it opened; after pcntl_fork(): pcntl_waitpid($pid, $status).',
  perl: 'In the Perl program: call waitpid($pid, 0) for each child, or close() the handle of open("-|").',
  java: 'The JVM reaps what ProcessBuilder and Runtime.exec() start. What native code forks, it has to wait for itself, with waitpid(2).',
  shell: 'In the script: call `wait` after the commands that it starts with &.',
};

const eachChild =
  'Call waitpid(2) for each child (in Go: Wait() after each Start()). If no exit status matters, a C program can set SIGCHLD to SIG_IGN before the fork instead.';

/** Reaps whatever child has exited: advised only to a program without a runtime, whose library may reap some itself. */
export const WAIT_LOOP = 'waitpid(-1, &status, WNOHANG) until it returns 0 or -1';

/** Node catches SIGCHLD as long as any of its event loops waits for a child; each waits for those that it started. */
const NODE_WITHOUT_HANDLER =
  "Node waits for a child only in the event loop that started it, and none waits now: a worker thread that has exited started the child, native code forked it, or a shell did that then exec'd Node. Before a worker exits or is terminated, have it kill its children and wait for their 'exit'. Pools terminate the worker of a task that is cancelled. In a script that ends in exec node: wait for its children first.";

/** As `reapRemedy`, of a program without a SIGCHLD handler, which tells more of a runtime that has one while it waits. */
export function reapRemedyWithoutHandler(process: Process): string {
  return languageOf(process) === 'node' ? NODE_WITHOUT_HANDLER : reapRemedy(process);
}

/**
 * What makes a program reap its children, in its own language.
 * @param compiled what to advise to a program whose language doesn't show
 */
export function reapRemedy(process: Process, compiled = eachChild): string {
  const language = languageOf(process);
  return language ? waits[language] : compiled;
}
