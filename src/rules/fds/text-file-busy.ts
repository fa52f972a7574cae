import type {BusyProgram} from '../../snapshot/inheritance/busy-programs.ts';
import {listed} from '../listed.ts';
import type {Rule} from '../rule.ts';

/** How many writers are named. */
const NAMED = 6;

/** execve(2) of a file that anyone has open for writing fails with ETXTBSY. */
export const textFileBusy: Rule<BusyProgram> = {
  id: 'fds/text-file-busy',
  severity: 'warning',
  title: 'a program cannot be started: a process that was forked still has it open for writing',
  needs: ['fd', 'fdinfo', 'kcmp'],
  check({path, writers, heirs}) {
    const names = writers.map(({process}) => `${process.comm} (${process.pid})`);
    const [heir] = heirs;
    const ends = heir
      ? `${heir.process.comm} (${heir.process.pid}) got the descriptor over execve(2) and does not know that it has it.`
      : 'A process that was forked has a copy of the descriptor until it calls execve(2) or ends.';
    return {
      certainty: heir?.certainty ?? 'likely',
      why: `${path} is executable, but execve(2) of it fails with ETXTBSY ("Text file busy") as long as ${listed(names, NAMED)} ${writers.length === 1 ? 'has' : 'have'} it open for writing. ${ends}`,
      evidence: writers
        .slice(0, NAMED)
        .flatMap(({process: {pid, stat}, descriptor}) => [
          `/proc/${pid}/fd/${descriptor.fd}: ${path}, open for writing`,
          `/proc/${pid}/stat: ${stat.forkedWithoutExec ? 'forked, and no execve(2) since (PF_FORKNOEXEC)' : 'it has called execve(2)'}`,
        ]),
      remedy: heir
        ? `End ${listed(
            heirs.map(({process}) => String(process.pid)),
            NAMED,
          )}, and open what is written with O_CLOEXEC.`
        : 'Open what is written with O_CLOEXEC, and start nothing else between open(2) and close(2); or write it in a process of its own, wait for its end, then start the program.',
    };
  },
};
