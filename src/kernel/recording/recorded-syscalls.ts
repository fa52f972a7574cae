import type {BoundSocket} from '../inet-diag.ts';
import {found, mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import type {DescriptorId, SignalAction, Syscalls, TerminalSettings} from '../syscalls.ts';
import {socketAmong, type UnixSocket} from '../unix-diag.ts';
import type {Answers} from './answers.ts';
import {comparisonName, descriptorName, tablesName} from './names.ts';
import {UnrecordedSyscalls} from './unrecorded-syscalls.ts';
import type {Viewpoint} from './viewpoint.ts';

/** The system calls of a recording. A question that was not asked then is answered with ENOSYS. */
export class RecordedSyscalls extends UnrecordedSyscalls implements Syscalls {
  readonly unavailable = undefined;
  readonly #answers: Answers;
  readonly #viewpoint: Viewpoint;
  #unixSockets: Read<ReadonlyMap<number, UnixSocket>> | undefined;
  /** The place of each descriptor's open file description in the order of kcmp(2), by the name of the descriptor. */
  readonly #places: ReadonlyMap<string, number>;

  constructor(answers: Answers, viewpoint: Viewpoint) {
    super();
    this.#answers = answers;
    this.#viewpoint = viewpoint;
    const descriptions = orUndefined(answers.descriptions.get() ?? unreadable('ENOSYS')) ?? [];
    const places = Array.from(descriptions, (descriptors, place) =>
      descriptors.map(descriptor => [descriptorName(descriptor), place] as const),
    );
    this.#places = new Map(places.flat());
  }

  kcmpUsable(): Read<true> {
    return this.#answers.kcmp.get() ?? unreadable('ENOSYS');
  }

  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
    if (!this.kcmpUsable().ok) return unreadable('ENOSYS');
    const failure = this.#answers.comparisons.get(comparisonName(a, b));
    if (failure && !failure.ok) return failure;
    const [placeA, placeB] = [a, b].map(descriptor => this.#places.get(descriptorName(descriptor)));
    if (placeA === undefined || placeB === undefined) return unreadable('EBADF');
    return found(placeA === placeB ? 0 : placeA < placeB ? -1 : 1);
  }

  shareDescriptorTable(pid: number, otherPid: number): Read<boolean> {
    return this.#answers.descriptorTables.get(tablesName(pid, otherPid)) ?? unreadable('ENOSYS');
  }

  signalActions(signal: number): Read<ReadonlyMap<number, SignalAction>> {
    const actions = this.#answers.signalActions.get(String(signal)) ?? unreadable('ENOSYS');
    return mapRead(actions, byPid => new Map(byPid));
  }

  onProcessor<T>(processor: number, ask: () => T): Read<T> {
    const usable = this.#answers.processors.get(String(processor)) ?? unreadable('ENOSYS');
    return mapRead(usable, () => this.#viewpoint.on(processor, ask));
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    this.#unixSockets ??= mapRead(
      this.#answers.unixSockets.get() ?? unreadable('ENOSYS'),
      byInode => new Map(byInode),
    );
    return this.#unixSockets;
  }

  unixSocket(inode: number): Read<UnixSocket> {
    return socketAmong(this.unixSockets(), inode);
  }

  boundSockets(): Read<readonly BoundSocket[]> {
    return mapRead(this.#answers.boundSockets.get() ?? unreadable('ENOSYS'), sockets => [...sockets]);
  }

  terminalSettings(descriptor: DescriptorId): Read<TerminalSettings> {
    return this.#answers.terminals.get(descriptorName(descriptor)) ?? unreadable('ENOSYS');
  }
}
