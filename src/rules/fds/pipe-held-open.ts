import type {TracedDescriptor} from '../../snapshot/inherited-fds.ts';
import type {Rule} from '../rule.ts';

/** A reader gets end of file when the last write end is closed, wherever that is. */
export const pipeHeldOpen: Rule<TracedDescriptor> = {
  id: 'fds/pipe-held-open',
  severity: 'warning',
  check({one, inheritance, orphaned}) {
    const {process, fd} = one;
    const isPipe = one.kind() === 'pipe' || one.kind() === 'fifo';
    const [reader] = one.readers();
    if (!isPipe || !one.info()?.accessMode?.includes('w') || !reader) return undefined;
    const leaked = !one.isStandardStream && inheritance !== undefined && one.info()?.closeOnExec === false;
    if (!orphaned && !leaked) return undefined;
    return {
      certainty: orphaned ? 'proven' : 'likely',
      why: `${process.comm} (${process.pid}) has a write end of a pipe that ${reader.process.comm} (${reader.process.pid}) reads: no end of file comes there before it closes fd ${fd} or ends.`,
      evidence: [
        `/proc/${process.pid}/fd/${fd}: ${one.target()}, open for writing`,
        `/proc/${reader.process.pid}/fd/${reader.descriptor.fd}: the same pipe, open for reading`,
        orphaned
          ? `/proc/${process.pid}/stat: its parent is gone, it was adopted by ${process.stat.ppid}`
          : (inheritance?.because ?? ''),
      ],
      remedy: `Start it with its output elsewhere (</dev/null >log 2>&1), or close fd ${fd} in it; ending it now lets ${reader.process.comm} go on: kill -TERM ${process.pid}.`,
    };
  },
};
