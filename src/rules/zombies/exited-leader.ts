import {isEnding} from '../../snapshot/condition.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {inUninterruptibleSleep} from '../../snapshot/zombies/exited-leaders.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {saying} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';

/** How many of the other threads are named as evidence. */
const NAMED = 5;

/** The main thread has exited and others run: the process looks like a zombie, but is alive, and no wait(2) reaps it yet. */
export const exitedLeader: Rule<Process> = {
  id: 'zombies/exited-leader',
  severity: 'info',
  title: 'not a zombie: only the main thread has exited',
  claims: 'moment',
  needs: ['stat'],
  headline: ([process]) =>
    isEnding(process)
      ? `${named(process)} isn't a zombie yet: it is exiting, but not all of its threads can.`
      : `${named(process)} isn't a zombie: only its main thread has exited.`,
  check(process) {
    if (!process.isExitedLeader()) return undefined;
    const {pid} = process;
    const live = process.liveThreads().map(({tid}) => String(tid));
    const others = live.length === 1 ? 'another thread is' : `${live.length} other threads are`;
    const stuck = isEnding(process) ? inUninterruptibleSleep(process).map(({tid}) => String(tid)) : [];
    const [first] = stuck;
    return {
      why: first
        ? `${named(process)} is exiting, but ${stuck.length === 1 ? 'its thread' : 'its threads'} ${listed(stuck, NAMED)} ${stuck.length === 1 ? 'is' : 'are'} in uninterruptible sleep (D), which not even SIGKILL ends. The process isn't a zombie yet, and its parent isn't at fault.`
        : `Only the main thread of ${named(process)} has exited; ${others} alive. The process isn't a zombie, and its parent isn't at fault.`,
      evidence: [
        seenIn(pid, 'stat', 'state (3)', 'Z'),
        saying(
          seenIn(pid, 'stat', 'num_threads (20)', process.stat.threads),
          `${process.stat.threads}, not 1`,
        ),
        saying(
          seenIn(pid, 'task', null, live.join(' ')),
          `${listed(live, NAMED)} ${live.length === 1 ? 'has' : 'have'} not exited`,
        ),
        ...stuck.slice(0, NAMED).map(tid => seenIn(pid, `task/${tid}/stat`, 'state (3)', 'D')),
      ],
      remedy: `Leave its parent alone: the process exits when its last thread does. To see what ${first ? 'that waits for (a dead NFS or FUSE server, a failing disk)' : 'is still running'}: ${shellCommand(process, `head /proc/${pid}/task/${first ?? live[0]}/{comm,wchan,syscall}`)}.${first ? '' : ' In the program: let main() join its threads, or call exit(3).'}`,
    };
  },
};
