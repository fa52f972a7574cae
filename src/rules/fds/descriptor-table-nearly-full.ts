import type {DescriptorRoom} from '../../snapshot/inheritance/descriptor-limit.ts';
import type {Rule} from '../rule.ts';

/** From this part of the limit on it is worth a warning. */
const NEARLY = 0.9;
/** A sandbox lowers the limit to next to nothing on purpose; who needs more descriptors than that has them. */
const FEW = 32;

/** At the soft RLIMIT_NOFILE every call that makes a descriptor fails: open(2), accept(2), pipe(2), fork-and-exec by pipes. */
export const descriptorTableNearlyFull: Rule<DescriptorRoom> = {
  id: 'fds/descriptor-table-nearly-full',
  severity: 'warning',
  title: 'a process has nearly as many descriptors as it may have, or as many',
  needs: ['fd', 'limits'],
  check({process: {comm, pid}, taken, soft, hard}) {
    if (taken < FEW || taken < soft * NEARLY) return undefined;
    const isFull = taken >= soft;
    const raise =
      hard > soft
        ? `it may raise its limit itself up to ${hard}, by setrlimit(2)`
        : 'its hard limit is no higher, so raise that where it is started (LimitNOFILE= of a unit, ulimit -Hn)';
    return {
      certainty: 'proven',
      why: isFull
        ? `${comm} (${pid}) has all ${soft} descriptors that it may have: open(2), accept(2), pipe(2) and socket(2) fail with EMFILE now.`
        : `${comm} (${pid}) has ${taken} of the ${soft} descriptors that it may have: ${soft - taken} more, and open(2), accept(2), pipe(2) and socket(2) fail with EMFILE.`,
      evidence: [
        `/proc/${pid}/fd: ${taken} numbers below ${soft}`,
        `/proc/${pid}/limits: Max open files ${soft} (soft), ${Number.isFinite(hard) ? hard : 'unlimited'} (hard)`,
      ],
      remedy: `Find what it does not close: procdoc inherited-fds ${pid} --all -o kind,target. If it needs so many, ${raise}: prlimit --pid ${pid} --nofile=NUMBER does it while it runs.`,
    };
  },
};
