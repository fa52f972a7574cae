import {seenIn} from '../../snapshot/evidence.ts';
import type {DeletedFile} from '../../snapshot/inheritance/deleted-files.ts';
import {freeDeletedFile} from '../remedies/free-deleted-file.ts';
import type {Rule} from '../rule.ts';
import {endOfUse, usersOf} from '../words/closing.ts';
import {saying} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';

const MIB = 1024 * 1024;
/** A deleted file that uses less is not missed. */
const WORTH_KNOWING = 16 * MIB;
/** A scratch file is deleted by design; but it can fill a disk as well. */
const MUCH_SCRATCH = 1024 * MIB;
/** How many holders are named. */
const NAMED = 6;

/** A file keeps its disk space until its last name and its last descriptor are gone: unlink(2). */
export const deletedFileHeldOpen: Rule<DeletedFile> = {
  id: 'fds/deleted-file-held-open',
  severity: 'warning',
  title: 'a deleted file still uses disk space because a process has it open',
  claims: 'moment',
  needs: ['fd'],
  headline([file]) {
    const names = usersOf(file);
    const verb = names.length === 1 ? 'has' : 'have';
    const how = file.holders.length > 0 ? 'open' : 'mapped';
    return `${file.path} is deleted but still uses ${sizeText(file.bytes)}: ${listed(names, 2)} ${verb} it ${how}.`;
  },
  check(file) {
    const {path, bytes, isScratch, holders} = file;
    if (bytes < (isScratch ? MUCH_SCRATCH : WORTH_KNOWING)) return undefined;
    const mapped = file.mappedBy();
    return {
      why: `${path} was deleted, but uses ${sizeText(bytes)} of disk space until ${endOfUse(file, NAMED)}. df(1) counts that space; du(1) doesn't find it.`,
      evidence: [
        ...holders.map(({process, descriptor}) => ({pid: process.pid, link: `fd/${descriptor.fd}`})),
        ...mapped.map(({process, range}) => ({pid: process.pid, link: `map_files/${range}`})),
      ]
        .slice(0, NAMED)
        .map(({pid, link}) =>
          saying(
            seenIn(pid, link, null, `${path} (deleted)`),
            `${path} (deleted), link count 0, ${bytes} bytes`,
          ),
        ),
      remedy: freeDeletedFile(file, NAMED),
    };
  },
};

function sizeText(bytes: number): string {
  return bytes >= 1024 * MIB ? `${(bytes / 1024 / MIB).toFixed(1)} GiB` : `${Math.round(bytes / MIB)} MiB`;
}
