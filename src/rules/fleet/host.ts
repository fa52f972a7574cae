import {basename} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';

/** A machine among others, mostly as its recording shows it. */
export interface Host {
  /** No other host of the answer has this name. */
  readonly name: string;
  /** Its recording; null where the machine itself was asked. */
  readonly file: string | null;
  /** When it was recorded, in milliseconds since the epoch. */
  readonly recordedAtMs: number;
  /** What could not be read there. */
  readonly unreadable: readonly Unreadable[];
}

/** A host with what was asked of it. */
export interface HostAnswer<T> {
  readonly host: Host;
  readonly answer: T;
}

/**
 * The host of a snapshot, by its own name, or else by that of the recording.
 * @param file of the recording, "-" for standard input; null for the machine itself
 */
export function hostOf(snapshot: Snapshot, file: string | null): Host {
  const own = orUndefined(snapshot.machine.procfs.read('sys/kernel/hostname'));
  return {
    name: (own && decodeText(own).trim()) || nameOfFile(file),
    file,
    recordedAtMs: snapshot.takenAtMs(),
    unreadable: snapshot.ledger.unreadable,
  };
}

function nameOfFile(file: string | null): string {
  if (file === null) return 'localhost';
  return file === '-' ? 'standard input' : basename(file).replace(/\.(?:procdoc|txt)$/, '');
}

/** Hosts by names that tell them apart: where two recordings are of one name, with the file. */
export function toldApart<T extends {readonly host: Host}>(answers: readonly T[]): T[] {
  const counts = new Map<string, number>();
  for (const {host} of answers) counts.set(host.name, (counts.get(host.name) ?? 0) + 1);
  return answers.map(one => {
    const {name, file} = one.host;
    return counts.get(name) === 1 ? one : {...one, host: {...one.host, name: `${name} (${file})`}};
  });
}
