import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {parentWithTable} from '../descriptors/shared-tables.ts';
import type {Adoptions} from '../families/adoption.ts';
import {mayBeLostAncestor} from '../families/lost-ancestor.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {Ancestry} from './ancestry.ts';
import type {InheritedDescriptor} from './inherited-descriptor.ts';
import {type InheritedFrom, inheritedFrom, type PlainOrigin} from './origin.ts';
import {DescriptorPassing} from './passing.ts';
import {fromAncestor, giverOf} from './trace-origin.ts';

/** How a process came by a descriptor; `opened` is likely. */
export type DescriptorOrigin =
  | InheritedFrom
  /** The process has one descriptor table in common with its parent: clone(2), CLONE_FILES. */
  | {readonly kind: 'shares-table'; readonly with: Process}
  | (PlainOrigin & {readonly kind: 'opened' | 'opened-or-inherited' | 'opened-inherited-or-received'});

/** Where one descriptor came from. */
export interface TracedOrigin {
  /** From whom the process has it; undefined where nothing shows that it inherited it. */
  readonly origin: InheritedFrom | undefined;
  /** From whom the eldest of the ancestors that still have it has it; where no ancestor has it, `origin` again. */
  readonly eldestOrigin: () => InheritedFrom | undefined;
  /** How the process came by it, whatever that is known by. */
  readonly cameBy: () => DescriptorOrigin;
}

/** Where descriptors came from: the one place that decides, for every command and rule. */
export class DescriptorOrigins {
  readonly #snapshot: Snapshot;
  readonly #adoptions: Adoptions;
  readonly #ancestry: Ancestry;
  readonly #passing: DescriptorPassing;
  readonly #parentWithTable: (process: Process) => Process | undefined;

  constructor(snapshot: Snapshot, adoptions: Adoptions, syscalls: Syscalls) {
    this.#snapshot = snapshot;
    this.#adoptions = adoptions;
    this.#passing = new DescriptorPassing(snapshot, syscalls);
    this.#parentWithTable = onceEach((process: Process) => parentWithTable(snapshot, syscalls, process));
    this.#ancestry = new Ancestry(snapshot, adoptions, this.#passing);
  }

  /** Whether a process has what it shares with one that has exited and had this pid from there by fork(2). */
  readonly comesFrom = (process: Process, gone: number): boolean => this.#comingFrom(gone)(process);

  readonly #comingFrom = onceEach((gone: number) =>
    onceEach((process: Process) =>
      this.#ancestry.comesFromGone(process, one => this.#ancestry.isLaterThanGone(one, gone)),
    ),
  );

  /** @param neighbours the descriptors of the process by which a file may be locked, this one included or not */
  of(one: InheritedDescriptor, neighbours: () => readonly InheritedDescriptor[]): TracedOrigin {
    const eldest = one.sharing.ancestors.at(-1) ?? {process: one.process, descriptor: one.descriptor};
    const eldestOrigin = once(() => {
      const adoption = this.#adoptions.of(eldest.process);
      const mayDescendFrom = (elder: Process) => mayBeLostAncestor(this.#snapshot, elder, eldest.process);
      const giver = giverOf(one, {...eldest, adoption, mayDescendFrom}, neighbours);
      return giver && inheritedFrom(eldest.process, giver);
    });
    const ancestor = fromAncestor(one, this.#passing);
    const origin = ancestor ? inheritedFrom(one.process, ancestor) : eldestOrigin();
    const cameBy = once((): DescriptorOrigin => {
      const parent = ancestor && this.#parentWithTable(one.process);
      return parent ? {kind: 'shares-table', with: parent} : (origin ?? this.#plainOrigin(one));
    });
    return {origin, eldestOrigin, cameBy};
  }

  /**
   * An orphan may have inherited it from a process that has exited, and so may a child of a process that adopts orphans.
   * Standard streams are made by the process that starts a program, which then closes its own: a shell those of a
   * pipeline. Of holders that do not descend from each other, each may have opened it and passed it on.
   */
  #plainOrigin(one: InheritedDescriptor): DescriptorOrigin {
    if (one.sharing.others.length > 0) return {kind: 'opened-inherited-or-received'};
    const isGiven = one.isStandardStream && orUndefined(one.descriptor.info())?.closeOnExec !== true;
    const isItsOwn = !isGiven && this.#adoptions.isKnownChild(one.process);
    return {kind: isItsOwn ? 'opened' : 'opened-or-inherited'};
  }
}
