import type {ExecLeak, LeakingStart} from '../../snapshot/inheritance/exec-leaks.ts';
import type {Process} from '../../snapshot/process.ts';
import {listed} from '../listed.ts';
import type {Rule} from '../rule.ts';

/** How many of the descriptors are named. */
const NAMED = 6;

/** execve(2) keeps every descriptor that is not marked close-on-exec, and a program does not look for them. */
export const descriptorLeakedOverExec: Rule<LeakingStart> = {
  id: 'fds/descriptor-leaked-over-exec',
  severity: 'info',
  title: 'a program was started with descriptors that its parent did not close, and knows nothing of them',
  needs: ['fd', 'fdinfo', 'kcmp'],
  check({process, leaks}) {
    const {giver, inParent} = leaks[0];
    const isOne = leaks.length === 1;
    const them = isOne ? 'it' : 'them';
    const count = `${leaks.length} ${isOne ? 'descriptor' : 'descriptors'}`;
    const by =
      giver === inParent.process
        ? `${giver.comm} (${giver.pid})`
        : `${giver.comm} (${giver.pid}), by way of its parent ${inParent.process.comm} (${inParent.process.pid})`;
    return {
      certainty: 'likely',
      why: `${process.comm} (${process.pid}) was started with ${count} of ${by}: ${listed(
        leaks.map(leak => nameOf(leak, giver)),
        NAMED,
      )}. As long as it lives, no lock, port or pipe behind ${them} is free.`,
      evidence: leaks
        .slice(0, NAMED)
        .map(
          ({descriptor, inParent: there}) =>
            `/proc/${process.pid}/fd/${descriptor.fd} and /proc/${there.process.pid}/fd/${there.descriptor.fd}: one open file description (${there.proof}), neither closed on exec by its fdinfo`,
        ),
      remedy: `In ${giver.comm}, open ${them} with O_CLOEXEC (SOCK_CLOEXEC, pipe2(2)), or close what is above fd 2 between fork(2) and execve(2): close_range(3, ~0U, 0), close_fds=True.`,
    };
  },
};

function nameOf({descriptor, kind, listensOn, giver}: ExecLeak, usual: Process): string {
  const target = descriptor.target();
  const what = listensOn === undefined ? (target.ok ? target.value : kind) : `listener at ${listensOn}`;
  const other = giver === usual ? '' : `, of ${giver.comm} (${giver.pid})`;
  return `fd ${descriptor.fd} (${what}${other})`;
}
