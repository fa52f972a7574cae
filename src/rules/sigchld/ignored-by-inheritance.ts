import type {SigchldCase} from '../../snapshot/sigchld-case.ts';
import type {SigchldOrigin} from '../../snapshot/sigchld-origin.ts';
import type {Rule} from '../rule.ts';

/** An ignored signal stays ignored over fork(2) and execve(2), so a program may ignore what it never touched. */
export const ignoredByInheritance: Rule<SigchldCase> = {
  id: 'sigchld/ignored-by-inheritance',
  severity: 'warning',
  check({process, sigchld, origin}) {
    const found = origin();
    if (sigchld.disposition !== 'ignored' || !found || found.how === 'own') return undefined;
    return {
      certainty: found.how === 'inherited' ? 'proven' : 'likely',
      why: whyOf(process.comm, found),
      evidence: [
        `/proc/${process.pid}/status: SigIgn has SIGCHLD`,
        ...found.line
          .filter(generation => generation.process !== process)
          .map(
            ({process: {pid, comm}, disposition}) =>
              `/proc/${pid}/status: SIGCHLD is ${disposition} in ${comm}`,
          ),
        ...(found.how === 'gone'
          ? [`/proc/${process.pid}/stat: ppid (4) is ${process.stat.ppid}, which did not start it`]
          : []),
      ],
      remedy:
        found.how === 'gone'
          ? `Reset SIGCHLD to its default at the start of ${process.comm}, or in whatever starts it before execve(2).`
          : `Let ${found.process.comm} (${found.process.pid}) reset SIGCHLD to its default in its children before execve(2), or reset it at the start of ${process.comm}.`,
    };
  },
};

function whyOf(comm: string, {how, process}: SigchldOrigin): string {
  if (how === 'inherited') {
    return `${comm} was started with SIGCHLD ignored: that came down from ${process.comm} (${process.pid}), over fork and exec.`;
  }
  return how === 'related'
    ? `${comm} was probably started with SIGCHLD ignored by ${process.comm} (${process.pid}): its own parent is gone, but they share a process group.`
    : `${comm} ignores SIGCHLD, and what started it is gone: it came that way before exec, or ${comm} set it itself.`;
}
