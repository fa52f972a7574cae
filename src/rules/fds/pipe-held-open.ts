import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {closeOrExit} from '../words/closing.ts';
import {saying} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {lineageEvidence} from '../words/origins.ts';

/** How many processes that have a write end are named; a build has hundreds. */
const NAMED = 6;

/** A reader sees EOF when the last write end is closed, in whatever process that is. */
export const pipeHeldOpen: Rule<TracedDescriptor> = {
  id: 'fds/pipe-held-open',
  severity: 'warning',
  title: 'a pipe reader never sees EOF because a leftover process holds the write end',
  claims: 'moment',
  needs: ['fd', 'fdinfo'],
  headline([{one}]) {
    const [reader] = one.readers();
    return `${reader ? named(reader.process) : 'A reader'} never sees EOF on ${one.target()}: ${named(one.process)} still has the write end open (fd ${one.fd}).`;
  },
  check(traced) {
    const {one, origin, orphanhood} = traced;
    const {process, descriptor} = one;
    const [reader] = one.readers();
    const isPipe = one.kind() === 'pipe' || one.kind() === 'fifo';
    if (!isPipe || !one.info()?.accessMode?.includes('w') || !reader) return undefined;
    // While who gave it has a write end itself, the reader has that one to wait for, and nothing is left over.
    const isLeft = origin !== undefined && origin.from.alive !== true;
    const isLeaked = !one.isStandardStream && isLeft && one.info()?.closeOnExec === false;
    if (!orphanhood && !isLeaked) return undefined;
    const ends = [{process, descriptor}, ...one.ownWriteEnds(), ...one.foreignWriteEnds()];
    const names = [...new Set(ends.map(end => named(end.process)))];
    const own = ends.filter(end => end.process === process).map(end => end.descriptor.fd);
    const fds = `fd ${own.sort((a, b) => a - b).join(' and ')}`;
    const doubt = one.mayBeHeldUnseen
      ? " A process whose descriptors can't be read may have a write end, too."
      : '';
    const what = names.length === 1 ? fds : 'their write ends';
    const seen = (end: OpenFile, says: string) =>
      saying(seenIn(end.process.pid, `fd/${end.descriptor.fd}`, null, one.target()), says);
    return {
      // That the end is open is seen; that this is no pipeline at work is known only by who adopts orphans.
      unseen: orphanhood && orphanhood.adopter !== 'unknown' ? undefined : 'something',
      why: `${named(reader.process)} reads this pipe, and won't see EOF until ${closeOrExit(names, NAMED, what)}.${doubt}`,
      evidence: [
        seen({process, descriptor}, `${one.target()}, open for writing`),
        seen(reader, 'the same pipe, open for reading'),
        ...ends.slice(1, NAMED + 1).map(end => seen(end, 'the same pipe, open for writing')),
        ...lineageEvidence(traced),
      ],
      remedy: `${names.length === 1 ? `To let ${named(reader.process)} continue: ${endCommand([process])}, or make ${process.comm} close ${fds}.` : `To let ${named(reader.process)} continue, ${listed(names, NAMED)} must all exit or close their write ends.`} To prevent this, start ${process.comm} with its output elsewhere: \`</dev/null >log 2>&1\`.`,
    };
  },
};
