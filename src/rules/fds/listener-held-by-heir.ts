import {seenIn} from '../../snapshot/evidence.ts';
import {isDaemonOfItsProgram} from '../../snapshot/families/daemon.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import type {Process} from '../../snapshot/process.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {saying, weighed} from '../words/evidence.ts';
import {named} from '../words/named.ts';
import {howGot, originEvidence} from '../words/origins.ts';

/** A listening socket outlives the server that opened it, in a child that never meant to serve: EADDRINUSE. */
export const listenerHeldByHeir: Rule<TracedDescriptor> = {
  id: 'fds/listener-held-by-heir',
  severity: 'error',
  title: 'a port stays in use because a leftover child inherited the listening socket',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'kcmp'],
  headline: ([{one}]) =>
    `${addressOf(one)} stays in use: ${named(one.process)} still has the listening socket open (fd ${one.fd}).`,
  check({one, eldestOrigin}) {
    const giver = one.socket?.state === 'LISTEN' ? eldestOrigin()?.from : undefined;
    const listens = giver && one.socketSeen({field: 'st', value: 'LISTEN'});
    if (!listens || giver.alive !== false || isDaemonOfItsProgram(eldestOf(one))) return undefined;
    const {process, fd} = one;
    const local = one.socket?.local;
    const exited = giver.pid === null ? '' : ` (${giver.pid})`;
    const holders = [...new Set([process, ...one.otherHolders.map(other => other.process)])];
    const closing = holders.length === 1 ? `it close fd ${fd}` : 'each of them close the socket';
    return {
      why: `${named(process)} ${howGot(giver.shownBy)} the listening socket at ${addressOf(one)} from a process that has exited${exited}. While it is open, no other process can bind there.`,
      evidence: weighed(giver.certainty, [
        seenIn(process.pid, `fd/${fd}`, null, one.target()),
        saying(listens, `is LISTEN${local ? ` at ${local}` : ''}`),
        originEvidence(giver.shownBy),
      ]),
      remedy: `To free the address: ${endCommand(holders)}, or make ${closing}. To prevent this, open listeners with SOCK_CLOEXEC, or close them in the child before execve(2).`,
    };
  },
};

function eldestOf({process, sharing}: TracedDescriptor['one']): Process {
  return sharing.ancestors.at(-1)?.process ?? process;
}

function addressOf(one: TracedDescriptor['one']): string {
  return one.socket?.local ?? one.target();
}
