import {accessModeOf} from '../../snapshot/descriptors/open-files.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {DeletedFile} from '../../snapshot/inheritance/deleted-files.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import {reopenLog} from '../remedies/reopen-log.ts';
import type {Rule} from '../rule.ts';
import {closeOrExit} from '../words/closing.ts';
import {saying} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';

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
    const names = namesOf(file);
    const have = names.length === 1 ? 'has' : 'have';
    return `${file.path} is deleted but still uses ${sizeText(file.bytes)}: ${listed(names, 2)} ${have} it open.`;
  },
  check(file) {
    const {path, bytes, isScratch, holders} = file;
    if (bytes < (isScratch ? MUCH_SCRATCH : WORTH_KNOWING)) return undefined;
    const names = namesOf(file);
    const writer = holders.find(holder => accessModeOf(holder).includes('w'));
    const truncate =
      writer &&
      shellCommand(writer.process, `truncate -s 0 /proc/${writer.process.pid}/fd/${writer.descriptor.fd}`);
    return {
      why: `${path} was deleted, but uses ${sizeText(bytes)} of disk space until ${closeOrExit(names, NAMED)}. df(1) counts that space; du(1) doesn't find it.`,
      evidence: holders.slice(0, NAMED).map(({process, descriptor}) => {
        const link = seenIn(process.pid, `fd/${descriptor.fd}`, null, `${path} (deleted)`);
        return saying(link, `${path} (deleted), link count 0, ${bytes} bytes`);
      }),
      remedy: `${reopenLog(
        holders.map(({process}) => process),
        NAMED,
      )}${truncate ? ` If the content isn't needed any more, free the space now: ${truncate}` : ''}`,
    };
  },
};

function namesOf({holders}: DeletedFile): string[] {
  return [...new Set(holders.map(({process}) => named(process)))];
}

function sizeText(bytes: number): string {
  return bytes >= 1024 * MIB ? `${(bytes / 1024 / MIB).toFixed(1)} GiB` : `${Math.round(bytes / MIB)} MiB`;
}
