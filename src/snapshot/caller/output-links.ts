import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Descriptor} from '../descriptor.ts';
import {otherEndOfPair} from '../descriptors/socket-pairs.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';

/** An output that may be waited for: both links of a pipe are the same, those of a socket pair are not. */
export interface OutputLinks {
  readonly written: string;
  readonly read: string;
}

/** The standard output and standard error. */
const OUTPUTS = [1, 2];

/** Which pipes and socket pairs the processes from procdoc upwards write their output to, and read that of others from. */
export class LineOutputs {
  readonly #syscalls: Syscalls;

  constructor(syscalls: Syscalls) {
    this.#syscalls = syscalls;
  }

  /** What it has as its output; empty also where its descriptors can't be read. */
  readonly writtenBy = onceEach((process: Process): OutputLinks[] =>
    descriptorsOf(process).flatMap(descriptor => {
      const link = OUTPUTS.includes(descriptor.fd) ? orUndefined(descriptor.target()) : undefined;
      if (link?.startsWith('pipe:[')) return isWritable(descriptor) ? {written: link, read: link} : [];
      const read = link === undefined ? undefined : this.#otherEndOf(link);
      return link === undefined || read === undefined ? [] : {written: link, read};
    }),
  );

  /**
   * What it reads of commands, and not as its own standard input; but for pipes that it has a write end of, too: it never
   * waits for their EOF.
   */
  readonly readBy = onceEach((process: Process): OutputLinks[] => {
    const own = descriptorsOf(process).flatMap(descriptor => {
      const link = orUndefined(descriptor.target());
      return link === undefined ? [] : [{descriptor, link}];
    });
    const links = new Set(own.flatMap(({descriptor, link}) => (descriptor.fd > 2 ? link : [])));
    const kept = new Set(own.flatMap(({descriptor, link}) => (isKeptOpen(descriptor, link) ? link : [])));
    return [...links].flatMap(link => {
      if (link.startsWith('pipe:[')) return kept.has(link) ? [] : {written: link, read: link};
      const written = this.#otherEndOf(link);
      return written === undefined || links.has(written) ? [] : {written, read: link};
    });
  });

  readonly #otherEndOf = onceEach((link: string) =>
    otherEndOfPair(link, inode => orUndefined(this.#syscalls.unixSocket(inode))),
  );
}

function descriptorsOf(process: Process): readonly Descriptor[] {
  return orUndefined(process.descriptors()) ?? [];
}

function isWritable(descriptor: Descriptor): boolean {
  return descriptor.accessMode()?.includes('w') === true;
}

/** Whether a descriptor of a pipe keeps it from EOF; one that can't be read may. */
function isKeptOpen(descriptor: Descriptor, link: string): boolean {
  return link.startsWith('pipe:[') && descriptor.accessMode() !== 'r';
}
