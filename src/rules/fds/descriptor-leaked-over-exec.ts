import {seenIn} from '../../snapshot/evidence.ts';
import type {ExecLeak, LeakingStart} from '../../snapshot/inheritance/exec-leaks.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying, type ToldEvidence} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';

/** How many of the descriptors are named. */
const NAMED = 6;

/** execve(2) keeps every descriptor that is not marked close-on-exec, and a program does not look for them. */
export const descriptorLeakedOverExec: Rule<LeakingStart> = {
  id: 'fds/descriptor-leaked-over-exec',
  severity: 'info',
  title: 'a program inherited descriptors that its parent should have closed',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'kcmp'],
  headline: ([{process, leaks}]) =>
    `${named(process)} inherited ${countOf(leaks)} that ${named(leaks[0].giver)} should have closed.`,
  check({process, leaks}) {
    const {giver, inParent} = leaks[0];
    const them = leaks.length === 1 ? 'it' : 'them';
    const way = giver === inParent.process ? '' : `, by way of its parent ${named(inParent.process)}`;
    const all = leaks.map(leak => nameOf(leak, giver));
    return {
      why: `${named(process)} was started with ${countOf(leaks)} of ${named(giver)}${way}: ${listed(all, NAMED)}. No lock, port or pipe behind ${them} is released before ${named(process)} exits.`,
      evidence: leaks.slice(0, NAMED).map(sharedWithParent),
      remedy: `In ${giver.comm}, open ${them} with O_CLOEXEC (SOCK_CLOEXEC, pipe2(2)), or close everything above fd 2 between fork(2) and execve(2): close_range(3, ~0U, 0), close_fds=True.`,
    };
  },
};

function countOf({length}: readonly ExecLeak[]): string {
  return `${length} ${length === 1 ? 'descriptor' : 'descriptors'}`;
}

function nameOf(leak: ExecLeak, usual: Process): string {
  const {descriptor, kind, listensOn, address, giver} = leak;
  const what = listensOn === undefined ? (address ?? kind) : `listener at ${listensOn}`;
  const other = giver === usual ? '' : `, of ${named(giver)}`;
  return `fd ${descriptor.fd} (${what}${other})`;
}

function sharedWithParent(leak: ExecLeak): ToldEvidence {
  const {process, descriptor, inParent} = leak;
  const there = `/proc/${inParent.process.pid}/fd/${inParent.descriptor.fd} (${inParent.proof})`;
  return pointing(
    saying(
      seenIn(process.pid, `fd/${descriptor.fd}`, null, targetOf(leak) ?? '?'),
      `the same open file description as ${there}; neither is closed on exec`,
    ),
  );
}

function targetOf({descriptor}: ExecLeak): string | undefined {
  const target = descriptor.target();
  return target.ok ? target.value : undefined;
}
