import {type HoldUp, holdUpOf} from '../../snapshot/blocked-processes/hold-up.ts';
import {neverForks} from '../../snapshot/programs/known-programs.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {waitText} from '../words/cycle-step.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {notReapedEvidence} from '../words/standing.ts';
import {saidOfWait} from '../words/wait-evidence.ts';
import {parentName, severityAtFirst, zombiesListed} from '../words/zombies.ts';

/** A parent that is blocked by another process can't get to its children; the fault is where the chain of waits ends. */
export const parentHeldUp: Rule<Zombie> = {
  id: 'zombies/parent-held-up',
  severity: 'warning',
  title: 'the parent is blocked by another process before it gets to its child',
  claims: 'lasting',
  needs: ['status', 'syscall', 'fd'],
  headline: zombies =>
    `${parentName(zombies[0])} is kept from reaping by ${culprit(zombies[0])}: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const holdUp = reaper && holdUpOf(reaper.process);
    if (!reaper || !holdUp || reaper.sigchldTaker() || neverForks(reaper.process)) return undefined;
    const {pid} = reaper.process;
    const last = holdUp.end ? ` That wait ends at ${named(holdUp.end)}.` : '';
    const {edge, enders, isFullySeen} = holdUp;
    const hidden = isFullySeen
      ? ''
      : ' A process whose descriptors are not visible from here may have an end, too.';
    return {
      severity: severityAtFirst(alike),
      unseen: isFullySeen && edge.certainty === 'proven' ? undefined : 'something',
      why: `${parentName(zombie)} ${waitText(edge, enders, isFullySeen)}, and waits for no child meanwhile.${last}${hidden}`,
      evidence: notReapedEvidence(alike, edge.evidence.map(saidOfWait)),
      remedy: orParentExits(
        alike,
        `Look at ${culprit(zombie)}: \`${procdocCommand(zombie.process, 'why', pid)}\` shows the whole chain. In the program: don't block in such a call before the children are waited for.`,
      ),
    };
  },
};

function culprit({reaper}: Zombie): string {
  const holdUp: HoldUp | undefined = reaper && holdUpOf(reaper.process);
  return holdUp?.end ? named(holdUp.end) : listed((holdUp?.enders ?? []).map(named), 3, 'or');
}
