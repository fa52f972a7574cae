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
import {printable, printableCommand} from '../../render/safe-text.ts';
import {UsageError} from '../failures.ts';
import {cannotRead, type GivenKind} from './given-file.ts';

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

/** How a file can be used that is not trusted, or done without. */
const ways = {
  policy: {flag: '--config', without: ', `--config /dev/null` for no policy'},
  baseline: {flag: '--baseline', without: ''},
} as const;

/**
 * Refuses a file that the command line doesn't name, if another user can have written it, or can put another in its
 * place. Of a baseline that is not there yet, its folder counts.
 */
export function requireTrust(kind: GivenKind, file: string): void {
  const ofFile = distrustOf(file, caller);
  const isMissing = kind === 'baseline' && !ofFile.ok && ofFile.errno === 'ENOENT';
  const distrust: Read<Distrust | undefined> = isMissing ? distrustOf(dirname(file), caller) : ofFile;
  if (!distrust.ok) throw cannotRead(kind, file, distrust.errno);
  if (distrust.value === undefined) return;
  const {flag, without} = ways[kind];
  const named = printableCommand([flag, file]);
  throw new UsageError(
    `the ${kind} ${printable(file)} isn't trusted, because ${reasonText(distrust.value)}: pass \`${named}\` to use it${without}, or ${remedyText(distrust.value, file)}`,
  );
}

function reasonText(distrust: Distrust): string {
  if (distrust.kind === 'owner') return `UID ${distrust.uid} owns ${printable(distrust.place)}`;
  const {place, mode} = distrust;
  const who = (mode & 0o002) === 0 ? 'a group' : 'everyone';
  return `${who} can write to ${printable(place)} (mode ${mode.toString(8).padStart(4, '0')})`;
}

/** Root can make the file its own; a folder of another user, and one such as /tmp, should stay as they are. */
function remedyText(distrust: Distrust, file: string): string {
  const {kind, place} = distrust;
  if (kind === 'owner' && place === file && uid === 0)
    return `\`${printableCommand(['chown', 'root', place])}\``;
  if (kind === 'owner' || isSticky(distrust)) return 'copy it to a folder that only you can write';
  return `\`${printableCommand(['chmod', 'go-w', place])}\``;
}
