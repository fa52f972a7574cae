import type {SigchldCase} from '../../snapshot/sigchld/case.ts';
import type {Rule} from '../rule.ts';

/** CPython's subprocess takes ECHILD for an exit status of 0: every failed command looks like a success. */
export const pythonLosesExitStatus: Rule<SigchldCase> = {
  id: 'sigchld/python-loses-exit-status',
  severity: 'error',
  title: 'a Python takes failed commands for successful ones, because SIGCHLD is ignored',
  needs: ['status'],
  check({process, sigchld, runtime}) {
    if (runtime() !== 'python' || sigchld.autoReap !== true) return undefined;
    const exeSeen = process.exe().ok;
    return {
      certainty: exeSeen ? 'proven' : 'likely',
      why: `${process.comm} runs Python with its children reaped unseen: subprocess reports returncode 0 for commands that failed, and os.system() returns -1.`,
      evidence: [
        sigchld.disposition === 'ignored'
          ? `/proc/${process.pid}/status: SigIgn has SIGCHLD`
          : `sigaction(2) of ${process.pid}: SA_NOCLDWAIT`,
        exeSeen
          ? `/proc/${process.pid}/exe: a Python interpreter`
          : `/proc/${process.pid}/stat: comm (2) is ${process.comm}; its exe may not be seen`,
      ],
      remedy:
        'Call signal.signal(signal.SIGCHLD, signal.SIG_DFL) first thing in the program, or mend what starts it.',
    };
  },
};
