import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import {type InheritedSignal, isInherited} from '../../snapshot/signal-origins/origin.ts';
import type {Rule} from '../rule.ts';
import {weighed} from '../words/evidence.ts';
import {headlineOf} from '../words/headline.ts';
import {elderEvidence, resetSigchld} from '../words/ignored-sigchld.ts';
import {named} from '../words/named.ts';
import {parentEvidence} from '../words/parent-evidence.ts';
import {setHas} from '../words/signal-evidence.ts';

/** An ignored signal stays ignored over fork(2) and execve(2), so a program may ignore what it never touched. */
export const ignoredByInheritance: Rule<SigchldHandling> = {
  id: 'sigchld/ignored-by-inheritance',
  severity: 'warning',
  title: 'the program was started with SIGCHLD ignored',
  claims: 'moment',
  needs: ['status'],
  headline: subjects =>
    subjects.some(({origin}) => origin()?.how === 'gone')
      ? headlineOf(subjects, `ignores ${eitherWay} itself`, `ignore ${eitherWay} themselves`)
      : headlineOf(subjects, 'was started with SIGCHLD ignored', 'were started with SIGCHLD ignored'),
  check(handling) {
    const {process, origin} = handling;
    const found = origin();
    // A fork that still runs its parent's code is no program of its own.
    if (!found || !isInherited(found) || handling.isForkOfParent()) return undefined;
    return {
      severity: found.how === 'gone' && handling.mayBeMeant() ? 'info' : undefined,
      why: whyOf(process, found),
      evidence: weighed(found.certainty, [
        setHas(process, 'SigIgn', SIGCHLD),
        ...found.line.filter(elder => elder.process !== process).map(elderEvidence),
        ...('orphan' in found
          ? [parentEvidence(found.orphan, `which did not start ${found.orphan.comm}`)]
          : []),
      ]),
      remedy: resetSigchld(process, found),
    };
  },
};

const eitherWay = 'SIGCHLD: inherited, or set by';

function whyOf(process: Process, found: InheritedSignal): string {
  const {comm} = process;
  const origin = named(found.process);
  if (found.how === 'inherited')
    return found.certainty === 'proven'
      ? `${comm} was started with SIGCHLD ignored: inherited from ${origin} over fork and exec.`
      : `${comm} ignores SIGCHLD, and so does ${origin} above it: inherited from there over fork and exec, unless ${comm} set that itself.`;
  const exited = `The process that started ${found.orphan === process ? comm : named(found.orphan)} has exited.`;
  if (found.how === 'gone') return `${comm} ignores SIGCHLD: inherited, or set by ${comm} itself. ${exited}`;
  const above = found.relative === found.process ? '' : ` (inherited from ${origin})`;
  return `${comm} was started with SIGCHLD ignored: ${named(found.relative)}, an older member of its process group, ignores SIGCHLD, too${above}. ${exited}`;
}
