import {readRegularText} from '../../kernel/trusted-file.ts';
import {printable} from '../../render/safe-text.ts';
import {CannotLook} from '../failures.ts';

const MIB = 2 ** 20;

/** A file that decides what passes. */
export type GivenKind = 'policy' | 'baseline';

/** The size beyond which a file can't be one, in bytes. */
const most: Readonly<Record<GivenKind, number>> = {policy: MIB, baseline: 16 * MIB};

/** The text of a policy or a baseline; undefined where there is no such file. What is no file of sane size can't be read. */
export function readGivenFile(kind: GivenKind, file: string): string | undefined {
  const read = readRegularText(file, most[kind]);
  if (!read.ok && read.errno === 'ENOENT') return undefined;
  if (!read.ok) throw cannotRead(kind, file, read.errno);
  if (read.value.kind === 'text') return read.value.text;
  const words = {
    'not-regular': 'not a regular file',
    'dangling-link': 'a link to nothing',
    'too-large': `larger than ${most[kind] / MIB} MiB`,
  };
  throw cannotRead(kind, file, words[read.value.kind]);
}

/** A policy or baseline that can't be read, and why: an errno, or what it is instead. */
export function cannotRead(kind: GivenKind, file: string, why: string): CannotLook {
  return new CannotLook(`the ${kind} ${printable(file)} can't be read (${why})`);
}
