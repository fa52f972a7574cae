import {readRegularText} from '../../kernel/trusted-file.ts';
import type {GivenKind, UnreadableFile} from '../../render/failures/files.ts';
import {CannotLook} from '../failures.ts';

const MIB = 2 ** 20;

/** The size beyond which a file can't be one, in bytes. */
const most: Readonly<Record<GivenKind, number>> = {policy: MIB, baseline: 16 * MIB};

/** The text of a policy or a baseline; undefined where there is no such file. What is no file of sane size can't be read. */
export function readGivenFile(kind: GivenKind, file: string): string | undefined {
  const read = readRegularText(file, most[kind]);
  if (!read.ok && read.errno === 'ENOENT') return undefined;
  if (!read.ok) throw cannotRead(kind, file, {errno: read.errno});
  if (read.value.kind === 'text') return read.value.text;
  const {kind: is} = read.value;
  throw cannotRead(kind, file, is === 'too-large' ? {is, mostMib: most[kind] / MIB} : {is});
}

/** A policy or baseline that can't be read, and why. */
export function cannotRead(given: GivenKind, file: string, why: UnreadableFile): CannotLook {
  return new CannotLook({kind: 'given-file-unreadable', given, file, why});
}
