import type {Process} from '../../snapshot/process.ts';
import type {SigchldCase} from '../../snapshot/sigchld/case.ts';
import {type Generation, mayBeOwn, type SigchldOrigin} from '../../snapshot/sigchld/origin.ts';
import type {Rule} from '../rule.ts';

/** An ignored signal stays ignored over fork(2) and execve(2), so a program may ignore what it never touched. */
export const ignoredByInheritance: Rule<SigchldCase> = {
  id: 'sigchld/ignored-by-inheritance',
  severity: 'warning',
  title: 'SIGCHLD is ignored by a program that never asked for it: it was started that way',
  needs: ['status'],
  check({process, sigchld, origin}) {
    const found = origin();
    if (sigchld.disposition !== 'ignored' || !found || mayBeOwn(found)) return undefined;
    const eldest = found.line[0]?.process ?? process;
    return {
      certainty: found.certainty,
      why: whyOf(process, found),
      evidence: [
        `/proc/${process.pid}/status: SigIgn has SIGCHLD`,
        ...found.line.filter(elder => elder.process !== process).map(elderEvidence),
        ...(found.how === 'gone'
          ? [`/proc/${eldest.pid}/stat: ppid (4) is ${eldest.stat.ppid}, which did not start it`]
          : []),
      ],
      remedy: remedyFor(process, found),
    };
  },
};

function elderEvidence({process: {pid, comm}, disposition}: Generation): string {
  return `/proc/${pid}/status: SIGCHLD is ${disposition} in ${comm}`;
}

function remedyFor({comm}: Process, {how, process, certainty}: SigchldOrigin): string {
  if (how === 'gone') {
    return `Reset SIGCHLD to its default at the start of ${comm}, or in whatever starts it before execve(2).`;
  }
  return how === 'inherited' && certainty === 'likely'
    ? `Start ${comm}, or ${process.comm} (${process.pid}), by env --default-signal=CHLD: a shell cannot reset what it was started with. Or reset it at the start of ${comm}.`
    : `Let ${process.comm} (${process.pid}) reset SIGCHLD to its default in its children before execve(2), or reset it at the start of ${comm}.`;
}

function whyOf(heir: Process, {how, process, line, certainty}: SigchldOrigin): string {
  const {comm} = heir;
  if (how === 'inherited') {
    return certainty === 'proven'
      ? `${comm} was started with SIGCHLD ignored: that came down from ${process.comm} (${process.pid}), over fork and exec.`
      : `${comm} was probably started with SIGCHLD ignored by ${process.comm} (${process.pid}), which catches it for itself and hands on what it was started with; else ${comm} set it itself.`;
  }
  return how === 'related'
    ? `${comm} was probably started with SIGCHLD ignored by ${process.comm} (${process.pid}): its own parent is gone, but they share a process group.`
    : `${comm} ignores SIGCHLD, and what started ${startedByTheGone(heir, line)} is gone: it came that way before exec, or ${comm} set it itself.`;
}

function startedByTheGone(heir: Process, [eldest]: readonly Generation[]): string {
  return !eldest || eldest.process === heir
    ? 'it'
    : `${eldest.process.comm} (${eldest.process.pid}) above it`;
}
