import {seenIn} from '../../snapshot/evidence.ts';
import type {DescriptorLimit} from '../../snapshot/inheritance/descriptor-limit.ts';
import {procdocCommand, shellCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {saying} from '../words/evidence.ts';
import {named} from '../words/named.ts';

/** From this part of the limit on it is worth a warning. */
const NEARLY = 0.9;
/** A sandbox sets a lower limit on purpose; a program that needs more descriptors than this has a higher one. */
const FEW = 32;

/** At the soft RLIMIT_NOFILE every call that makes a descriptor fails: open(2), accept(2), pipe(2), so that no child can be started. */
export const descriptorTableNearlyFull: Rule<DescriptorLimit> = {
  id: 'fds/descriptor-table-nearly-full',
  severity: 'warning',
  title: 'a process is at or near its open-file limit',
  claims: 'moment',
  needs: ['fd', 'limits'],
  headline: ([{process, taken, soft}]) =>
    taken >= soft
      ? `${named(process)} is at its open-file limit (${soft}): open(2) and accept(2) fail now.`
      : `${named(process)} is near its open-file limit: ${taken} of ${soft} descriptors are in use.`,
  check({process, taken, soft, hard}) {
    if (taken < FEW || taken < soft * NEARLY) return undefined;
    const {pid, comm} = process;
    const ceiling = Number.isFinite(hard) ? String(hard) : 'unlimited';
    const raiseTo = (limit: string) => shellCommand(process, `prlimit --pid ${pid} --nofile=${limit}`);
    const raise =
      hard > soft
        ? `raise its limit while it runs: ${raiseTo(`NUMBER:${ceiling}`)}. It can also do so itself with setrlimit(2), up to ${ceiling}.`
        : `raise its limit where it is started (\`LimitNOFILE=\` of a unit, \`ulimit -Hn\`): its hard limit is no higher. As root, while it runs: ${raiseTo('NUMBER')}.`;
    return {
      why:
        taken >= soft
          ? `${named(process)} has all ${soft} descriptors that it can have: open(2), accept(2), pipe(2) and socket(2) fail with EMFILE now.`
          : `${named(process)} has ${taken} of the ${soft} descriptors that it can have. After ${soft - taken} more, open(2), accept(2), pipe(2) and socket(2) fail with EMFILE.`,
      evidence: [
        saying(seenIn(pid, 'fd', null, taken), `${taken} numbers below ${soft}`),
        saying(
          seenIn(pid, 'limits', 'Max open files', `${soft} ${ceiling}`),
          `${soft} (soft), ${ceiling} (hard)`,
        ),
      ],
      remedy: `Find what ${comm} doesn't close: \`${procdocCommand(process, 'inherited-fds', pid, '--all', '-o', 'kind,target')}\`. If it needs that many, ${raise}`,
    };
  },
};
