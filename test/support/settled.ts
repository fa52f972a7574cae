/** When a process that a test has started, and all that it has started itself, have come to rest. */
import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';

/** Far more than it takes; a program that never rests is not waited for any longer. */
const MOST_MS = 60_000;
const LOOK_AGAIN_MS = 5;

/** About to run: it has been woken, or has just been made. */
const RUNS = /^State:\s*R/m;

/**
 * Waits until these processes and all below them sleep at one moment: an execve(2), a close(2), a dup2(2) or the reaping
 * of a child that was still to come when a line was printed is over. On a busy machine that may take a while, in which a
 * look finds a shell in the place of its command, or a pipe with a writer more.
 *
 * Two looks have shown the same, by their names and the context switches of their threads: none has run in between.
 */
export async function untilSettled(...pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  let before: string | undefined;
  while (performance.now() < deadline) {
    const now = restOf(pids);
    if (now !== undefined && now === before) return;
    before = now;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Which processes there are, and how often each of their threads has run; undefined where one is about to run. */
function restOf(pids: readonly number[]): string | undefined {
  const seen = [...pids];
  const parts: string[] = [];
  for (const pid of seen) {
    for (const tid of namesIn(`/proc/${pid}/task`)) {
      const status = textOf(`/proc/${pid}/task/${tid}/status`);
      if (RUNS.test(status)) return undefined;
      const name = /^Name:.*$/m.exec(status)?.[0];
      const switches = /^voluntary_ctxt_switches:.*\nnonvoluntary_ctxt_switches:.*$/m.exec(status)?.[0];
      parts.push(`${tid} ${name} ${switches}`);
      const children = textOf(`/proc/${pid}/task/${tid}/children`).split(' ').filter(Boolean).map(Number);
      seen.push(...children.filter(child => !seen.includes(child)));
    }
  }
  return parts.join('\n');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
