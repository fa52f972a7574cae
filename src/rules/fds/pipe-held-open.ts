import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import {runtimeOf} from '../../snapshot/programs/conduct.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {closeOrExit} from '../words/closing.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {leftEndEvidence} from '../words/origins.ts';

/** How many processes that have a write end are named; a build has hundreds. */
const NAMED = 6;

/** A reader sees EOF when the last write end is closed, in whatever process that is. */
export const pipeHeldOpen: Rule<TracedDescriptor> = {
  id: 'fds/pipe-held-open',
  severity: 'warning',
  title: 'a pipe reader never sees EOF because a leftover process holds the write end',
  claims: 'moment',
  needs: ['fd', 'fdinfo'],
  headline([{one, leftEnd}]) {
    const [reader] = leftEnd()?.readers ?? [];
    const end = one.isEndOfPair ? 'its other end' : 'the write end';
    return `${reader ? named(reader.process) : 'A reader'} never sees EOF on ${one.address()}: ${named(one.process)} still has ${end} open (fd ${one.fd}).`;
  },
  check(traced) {
    const {one, orphanhood} = traced;
    const left = traced.leftEnd();
    if (!left) return undefined;
    const {process, descriptor} = one;
    const [{process: reader}] = left.readers;
    const ends = [{process, descriptor}, ...one.ownWriteEnds(), ...one.foreignWriteEnds()];
    const names = [...new Set(ends.map(end => named(end.process)))];
    const own = ends.filter(end => end.process === process).map(end => end.descriptor.fd);
    const fds = `fd ${own.sort((a, b) => a - b).join(' and ')}`;
    const doubt = one.mayBeHeldUnseen
      ? " A process whose descriptors can't be read may have a write end, too."
      : '';
    const work = left.isFed
      ? ` It still gets something to read: if ${process.comm} is at work, all is well.`
      : '';
    const what = names.length === 1 ? fds : 'their write ends';
    const reads = one.isEndOfPair ? 'has the other end of this socket pair' : 'reads this pipe';
    const node = one.isEndOfPair && runtimeOf(reader) === 'node' ? " ('close', 'disconnect')" : '';
    const elsewhere = one.isStandardStream
      ? `start ${process.comm} with its output elsewhere: \`</dev/null >log 2>&1\`.`
      : `start ${process.comm} without ${fds}: \`${own.map(fd => `${fd}>&-`).join(' ')}\`.`;
    return {
      // That the end is open is seen; that this is no pipeline at work only by who adopts orphans, and of what never writes.
      unseen:
        orphanhood && orphanhood.adopter !== 'unknown' && !one.isEndOfPair && !left.mayBeAtWork
          ? undefined
          : 'something',
      severity: left.isFed ? 'info' : undefined,
      why: `${named(reader)} ${reads}, and won't see EOF${node} until ${closeOrExit(names, NAMED, what)}.${work}${doubt}`,
      evidence: leftEndEvidence(traced, left, ends, NAMED),
      remedy: `${names.length === 1 ? `To let ${named(reader)} continue: ${endCommand([process])}, or make ${process.comm} close ${fds}.` : `To let ${named(reader)} continue, ${listed(names, NAMED)} must all exit or close their write ends.`} To prevent this, ${elsewhere}`,
    };
  },
};
