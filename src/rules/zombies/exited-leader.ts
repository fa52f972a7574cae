import type {Process} from '../../snapshot/process.ts';
import type {Rule} from '../rule.ts';

/** The main thread ended and others run: it looks like a zombie, but lives, and no wait(2) may reap it yet. */
export const exitedLeader: Rule<Process> = {
  id: 'zombies/exited-leader',
  severity: 'info',
  title: 'only the main thread ended: it looks like a zombie, and lives',
  needs: ['stat'],
  check(process) {
    if (!process.isExitedLeader()) return undefined;
    const live = process.liveThreads().map(thread => thread.tid);
    return {
      certainty: 'proven',
      why: `Its main thread has ended; ${live.length === 1 ? '1 other thread runs' : `${live.length} other threads run`} on. It is alive and no zombie, and its parent is not at fault.`,
      evidence: [
        `/proc/${process.pid}/stat: state Z, but num_threads (20) is ${process.stat.threads}`,
        `/proc/${process.pid}/task: ${live.slice(0, 5).join(', ')}${live.length > 5 ? ' …' : ''} not ended`,
      ],
      remedy: `Look at its threads (/proc/${process.pid}/task/${live[0]}); it ends when the last of them does. Let main() join them or call exit(3).`,
    };
  },
};
