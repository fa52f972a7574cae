import {accessModeOf} from '../../snapshot/descriptors/open-files.ts';
import type {DeletedFile} from '../../snapshot/inheritance/deleted-files.ts';
import {listed} from '../listed.ts';
import type {Rule} from '../rule.ts';

const MIB = 1024 * 1024;
/** Below this the space is not missed. */
const WORTH_KNOWING = 16 * MIB;
/** A scratch file is deleted by design; but a disk it can fill all the same. */
const MUCH_SCRATCH = 1024 * MIB;
/** How many holders are named. */
const NAMED = 6;

/** A file keeps its disk space until its last name and its last descriptor are gone: unlink(2). */
export const deletedFileHeldOpen: Rule<DeletedFile> = {
  id: 'fds/deleted-file-held-open',
  severity: 'warning',
  title: 'a deleted file takes disk space as long as a process has it open',
  needs: ['fd'],
  check({path, bytes, isScratch, holders}) {
    if (bytes < (isScratch ? MUCH_SCRATCH : WORTH_KNOWING)) return undefined;
    const names = [...new Set(holders.map(({process}) => `${process.comm} (${process.pid})`))];
    const named = listed(names, NAMED);
    const writer = holders.find(holder => accessModeOf(holder).includes('w'));
    const truncate = writer && `truncate -s 0 /proc/${writer.process.pid}/fd/${writer.descriptor.fd}`;
    return {
      certainty: 'proven',
      why: `${path} was deleted, but takes ${sizeText(bytes)} of its disk until ${named} ${names.length === 1 ? 'has' : 'have all'} closed it or ended: df(1) counts that, du(1) does not find it.`,
      evidence: holders
        .slice(0, NAMED)
        .map(
          ({process, descriptor}) =>
            `/proc/${process.pid}/fd/${descriptor.fd}: ${path} (deleted), link count 0, ${bytes} bytes`,
        ),
      remedy: `Restart ${named}, or have ${names.length === 1 ? 'it' : 'them'} open the log anew, as many servers do at SIGHUP.${truncate ? ` If nobody needs the content any more, this frees the space at once: ${truncate}` : ''}`,
    };
  },
};

function sizeText(bytes: number): string {
  return bytes >= 1024 * MIB ? `${(bytes / 1024 / MIB).toFixed(1)} GiB` : `${Math.round(bytes / MIB)} MiB`;
}
