import {dirname} from 'node:path';
import type {Read} from '../../kernel/read.ts';
import {
  type Caller,
  type Distrust,
  distrustOf,
  isSticky,
  readRegularText,
} from '../../kernel/trusted-file.ts';
import {isPrivateGroup} from '../../parse/private-group.ts';
import type {DistrustReason, GivenKind, TrustRemedy} from '../../render/failures/files.ts';
import {UsageError} from '../failures.ts';
import {cannotRead} from './given-file.ts';

/** S_IWOTH: inode(7). */
const OTHERS_WRITABLE = 0o002;

const uid = process.geteuid?.() ?? -1;

const caller: Caller = {
  uid,
  /** Root, whose umask is 022, gets no exception: the bits of the group show an access control list (acl(5)), too. */
  isOwnGroup: gid => uid !== 0 && isPrivateGroup(gid, uid, tableOf('passwd'), tableOf('group')),
};

/** Empty where the table can't be read: then no group is known to be private. */
function tableOf(name: 'passwd' | 'group'): string {
  const read = readRegularText(`/etc/${name}`, 16 * 2 ** 20);
  return read.ok && read.value.kind === 'text' ? read.value.text : '';
}

/**
 * Refuses a file that the command line doesn't name, if another user can have written it, or can put another in its
 * place. Of a baseline that is not there yet, its folder counts.
 */
export function requireTrust(kind: GivenKind, file: string): void {
  const ofFile = distrustOf(file, caller);
  const isMissing = kind === 'baseline' && !ofFile.ok && ofFile.errno === 'ENOENT';
  const distrust: Read<Distrust | undefined> = isMissing ? distrustOf(dirname(file), caller) : ofFile;
  if (!distrust.ok) throw cannotRead(kind, file, {errno: distrust.errno});
  if (distrust.value === undefined) return;
  throw new UsageError({
    kind: 'given-file-distrusted',
    given: kind,
    file,
    reason: reasonOf(distrust.value),
    remedy: remedyFor(distrust.value, file),
  });
}

function reasonOf(distrust: Distrust): DistrustReason {
  const {place} = distrust;
  if (distrust.kind === 'owner') return {place, uid: distrust.uid};
  const {mode} = distrust;
  return {place, mode, who: (mode & OTHERS_WRITABLE) === 0 ? 'group' : 'everyone'};
}

/** Root can make the file its own; a folder of another user, and one such as /tmp, should stay as they are. */
function remedyFor(distrust: Distrust, file: string): TrustRemedy {
  const {kind, place} = distrust;
  if (kind === 'owner' && place === file && uid === 0) return 'chown';
  return kind === 'owner' || isSticky(distrust) ? 'copy' : 'chmod';
}
