import {orUndefined} from '../../kernel/read.ts';
import type {Holder, OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {type Evidence, seenIn} from '../../snapshot/evidence.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import type {LeftEnd} from '../../snapshot/inheritance/left-end.ts';
import type {InheritedNeighbour, OriginSign} from '../../snapshot/inheritance/origin.ts';
import type {Process} from '../../snapshot/process.ts';
import {pointing, saying, type ToldEvidence} from './evidence.ts';
import {named, namedFd} from './named.ts';
import {orphanEvidence} from './orphan-evidence.ts';

/** What shows from whom a descriptor was inherited, in a clause: "it took the flock held through this fd". */
export function originClause(sign: OriginSign): string {
  switch (sign.kind) {
    case 'ancestor-has-it': {
      const {process, descriptor} = sign.ancestor;
      return `${named(process)}, an ancestor, has the same open file description as fd ${descriptor.fd}`;
    }
    case 'took-the-flock':
      return 'it took the flock held through this fd';
    case 'never-listens':
      return `${sign.program} never calls listen(2), and neither does any visible process that can have passed it the socket`;
    case 'forked-siblings':
      return `${named(sign.sibling.process)} shares it (${sign.sibling.proof}); both were forked by a process that has exited, and neither has called execve(2) since`;
    case 'older-holder':
      return `${sharingElder(sign.elder)}; every process between the two has exited`;
    case 'older-non-ancestor':
      return `${sharingElder(sign.elder)}, but isn't an ancestor`;
    case 'runtime-closes-on-exec': {
      const {eldest, runtime, neighbour} = sign;
      const why = neighbour ? `fd ${neighbour.fd} was ${gotFrom(neighbour)}` : 'its parent has exited';
      return `${nameOf(eldest)} survived exec, but ${runtime} closes on exec whatever it opens itself; ${why}`;
    }
    case 'next-to-inherited': {
      const {eldest, survivedExec, neighbour} = sign;
      return `${nameOf(eldest)} ${survivedExec ? 'survived exec and ' : ''}is next to fd ${neighbour.fd}, which was ${gotFrom(neighbour)}`;
    }
  }
}

/** "inherited"; where nothing shows that it wasn't sent: "inherited, or received over a UNIX socket,". */
export function howGot(sign: OriginSign): string {
  const neighbour = 'neighbour' in sign ? sign.neighbour : null;
  return neighbour?.isInherited === false ? 'inherited, or received over a UNIX socket,' : 'inherited';
}

function gotFrom({acquirerPid, isInherited}: InheritedNeighbour): string {
  return `inherited ${isInherited ? '' : 'or received '}from ${acquirerPid}`;
}

/** Where to see from whom a descriptor was inherited. */
export function originEvidence(sign: OriginSign): ToldEvidence {
  if (sign.kind === 'took-the-flock') return exitEvidenceWords(sign.gone);
  const clause = originClause(sign);
  switch (sign.kind) {
    case 'ancestor-has-it':
      return saying(linkOf(sign.ancestor), `the same open file description (${sign.ancestor.proof})`);
    case 'never-listens':
      return saying(seenIn(sign.process.pid, 'exe', null, sign.program), clause);
    case 'forked-siblings': {
      const seen = seenIn(sign.sibling.process.pid, 'stat', 'flags (9)', 'PF_FORKNOEXEC');
      return saying(seen, `has PF_FORKNOEXEC: ${clause}`);
    }
    case 'older-holder':
    case 'older-non-ancestor':
      return saying(linkOf(sign.elder), clause);
    case 'runtime-closes-on-exec': {
      const {process, descriptor} = sign.eldest;
      const seen = seenIn(process.pid, `fdinfo/${descriptor.fd}`, 'flags', 'no O_CLOEXEC');
      return saying(seen, `without O_CLOEXEC: ${clause}`);
    }
    case 'next-to-inherited':
      return saying(linkOf(sign.eldest), clause);
  }
}

/** Where to see that the process of a descriptor is an orphan, or else from whom it inherited the descriptor. */
export function lineageEvidence({one, origin, orphanhood}: TracedDescriptor): ToldEvidence[] {
  if (!orphanhood) return origin ? [originEvidence(origin.from.shownBy)] : [];
  const {pid, stat} = one.process;
  const parent = seenIn(pid, 'stat', 'ppid (4)', stat.ppid);
  return [
    saying(parent, `is ${stat.ppid}, which did not start it (${orphanhood.certainty})`),
    ...orphanEvidence(orphanhood),
  ];
}

/**
 * Where to see that an end is left over: who has it, who waits for that to be closed, and what shows it.
 * @param ends every end that keeps the reader waiting, that of the process in question first
 */
export function leftEndEvidence(
  traced: TracedDescriptor,
  {readers: [reader], shownBy}: LeftEnd,
  [own, ...others]: readonly OpenFile[],
  most: number,
): ToldEvidence[] {
  const {one} = traced;
  const [thing, reading, writing] = one.isEndOfPair
    ? [`${one.target()}, an end of a socket pair`, 'its other end (sock_diag)', 'the same end']
    : [
        `${one.target()}, open for writing`,
        'the same pipe, open for reading',
        'the same pipe, open for writing',
      ];
  return [
    ...(own ? [saying(linkOf(own), thing)] : []),
    saying(linkOf(reader), reading),
    ...others.slice(0, most).map(end => saying(linkOf(end), writing)),
    ...(shownBy === 'own-session' || shownBy === 'later-session'
      ? sessionEvidence(one.process, shownBy)
      : lineageEvidence(traced)),
  ];
}

/** Init starts programs in sessions of their own, too, but gives them no pipe that neither it nor its children have. */
function sessionEvidence({pid, stat}: Process, shownBy: 'own-session' | 'later-session'): ToldEvidence[] {
  const seen = seenIn(pid, 'stat', 'session (6)', stat.sid);
  const own = `${pid}, its own, directly under init (${stat.ppid})`;
  if (shownBy === 'own-session') return [pointing(saying(seen, `${own}, which has neither end`))];
  const start = seenIn(pid, 'stat', 'starttime (22)', stat.startTicks);
  return [
    pointing(saying(seen, own)),
    pointing(saying(start, 'later than that of the process that started the reader')),
  ];
}

/** That a process has exited, as evidence has it: "/proc/4711: not there". */
export function exitEvidenceWords(gone: Evidence): ToldEvidence {
  return gone.field === null ? saying(gone, 'not there') : saying(gone, 'is Z: a zombie');
}

function linkOf({process, descriptor}: OpenFile): Evidence {
  return seenIn(process.pid, `fd/${descriptor.fd}`, null, orUndefined(descriptor.target()) ?? '?');
}

function sharingElder({process, proof}: Holder): string {
  return `${named(process)} is older and has the same open file description (${proof})`;
}

function nameOf({process, descriptor}: OpenFile): string {
  return namedFd(process, descriptor);
}
