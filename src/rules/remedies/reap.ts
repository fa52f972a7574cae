import type {Process} from '../../snapshot/process.ts';
import {languageOf} from '../../snapshot/programs/conduct.ts';
import type {Language} from '../../snapshot/programs/conducts.ts';

/** How a program waits for what it started, in its own language; a wait for any child may take a library's child. */
const waits: Readonly<Record<Language, string>> = {
  python:
    'In the Python program: keep each subprocess.Popen and call its wait() or poll(), or use subprocess.run(). After os.fork(): os.waitpid(pid, 0).',
  node: "Node reaps a child when its event loop runs. To see what keeps that busy: look for a long computation, or for spawnSync() and execSync(), and use spawn() there. What native code forks, Node doesn't reap.",
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

/**
 * What makes a program reap its children, in its own language.
 * @param compiled what to advise to a program whose language doesn't show
 */
export function reapRemedy(process: Process, compiled = eachChild): string {
  const language = languageOf(process);
  return language ? waits[language] : compiled;
}
