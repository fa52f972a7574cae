import type {Orphanhood} from '../../snapshot/families/orphanhood.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import type {Process} from '../../snapshot/process.ts';
import {listed} from '../listed.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';

/** How many that have a write end are named; a build has hundreds. */
const NAMED = 6;

/** A reader gets end of file when the last write end is closed, wherever that is. */
export const pipeHeldOpen: Rule<TracedDescriptor> = {
  id: 'fds/pipe-held-open',
  severity: 'warning',
  title: 'the reader of a pipe gets no end of file, because a process left behind has the write end',
  needs: ['fd', 'fdinfo'],
  check({one, inheritance, orphanhood}) {
    const {process, fd} = one;
    const isPipe = one.kind() === 'pipe' || one.kind() === 'fifo';
    const [reader] = one.readers();
    if (!isPipe || !one.info()?.accessMode?.includes('w') || !reader) return undefined;
    const leaked = !one.isStandardStream && inheritance !== undefined && one.info()?.closeOnExec === false;
    if (!orphanhood && !leaked) return undefined;
    const ends = [...one.ownWriteEnds(), ...one.foreignWriteEnds()];
    const fds = [fd, ...one.ownWriteEnds().map(end => end.descriptor.fd)].sort((a, b) => a - b).join(' and ');
    const others = [...new Set(one.foreignWriteEnds().map(end => end.process))];
    const names = listed(
      others.map(({comm, pid}) => `${comm} (${pid})`),
      NAMED,
    );
    const pids = listed(
      [process, ...others].map(({pid}) => String(pid)),
      NAMED,
    );
    const until =
      others.length === 0 ? `it closes fd ${fds} or ends` : `it and ${names} have all closed theirs or ended`;
    const doubt = one.mayBeHeldUnseen
      ? ', unless a process whose descriptors may not be seen has a write end, too'
      : '';
    return {
      // That it is held is seen; that it is no pipeline at work, only by who adopts orphans.
      certainty: orphanhood && orphanhood.adopter !== 'unknown' ? 'proven' : 'likely',
      why: `${process.comm} (${process.pid}) has a write end of a pipe that ${reader.process.comm} (${reader.process.pid}) reads: no end of file comes there before ${until}.`,
      evidence: [
        `/proc/${process.pid}/fd/${fd}: ${one.target()}, open for writing`,
        `/proc/${reader.process.pid}/fd/${reader.descriptor.fd}: the same pipe, open for reading`,
        ...ends
          .slice(0, NAMED)
          .map(end => `/proc/${end.process.pid}/fd/${end.descriptor.fd}: the same pipe, open for writing`),
        ...(orphanhood ? orphanEvidence(process, orphanhood) : [inheritance?.because ?? '']),
      ],
      remedy: `Start it with its output elsewhere (</dev/null >log 2>&1), or close fd ${fds} in it; ${others.length === 0 ? `ending it now lets ${reader.process.comm} go on${doubt}: ${endCommand([process])}` : `${reader.process.comm} goes on once ${pids} have all closed it or ended${doubt}`}.`,
    };
  },
};

function orphanEvidence({pid, stat}: Process, {certainty, evidence}: Orphanhood): string[] {
  const gone = certainty === 'proven' ? 'is gone' : 'is gone, most likely';
  return [`/proc/${pid}/stat: ppid (4) is ${stat.ppid}; what started it ${gone}`, ...evidence];
}
