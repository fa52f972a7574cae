import type {BoundSocket} from '../inet-diag.ts';
import type {SocketTimeouts} from '../pidfd.ts';
import {found, mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import {comparisonName, descriptorName, tablesName} from '../recording/names.ts';
import type {Viewpoint} from '../recording/viewpoint.ts';
import type {DescriptorId, SignalAction, Syscalls} from '../syscalls.ts';
import type {TerminalSettings} from '../terminal-settings.ts';
import {socketAmong, type UnixSocket} from '../unix-diag.ts';
import {UnrecordedSyscalls} from '../unrecorded-syscalls.ts';
import type {RecordedAnswers} from './recorded-answers.ts';

/** The system calls of a recording. A question that was not asked then is answered with ENOSYS. */
export class RecordedSyscalls extends UnrecordedSyscalls implements Syscalls {
  readonly unavailable = undefined;
  readonly #answers: RecordedAnswers;
  readonly #viewpoint: Viewpoint;
  #unixSockets: Read<ReadonlyMap<number, UnixSocket>> | undefined;
  /** The place of each descriptor's open file description in the order of kcmp(2), by the name of the descriptor. */
  #places: ReadonlyMap<string, number> | undefined;

  constructor(answers: RecordedAnswers, viewpoint: Viewpoint) {
    super();
    this.#answers = answers;
    this.#viewpoint = viewpoint;
  }

  kcmpUsable(): Read<true> {
    return this.#answers.get('kcmp') ?? unreadable('ENOSYS');
  }

  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
    if (!this.kcmpUsable().ok) return unreadable('ENOSYS');
    const failure = this.#answers.get('comparison', comparisonName(a, b));
    if (failure && !failure.ok) return failure;
    this.#places ??= placesIn(orUndefined(this.#answers.get('descriptions') ?? unreadable('ENOSYS')) ?? []);
    const [placeA, placeB] = [this.#places.get(descriptorName(a)), this.#places.get(descriptorName(b))];
    if (placeA === undefined || placeB === undefined) return unreadable('EBADF');
    return found(placeA === placeB ? 0 : placeA < placeB ? -1 : 1);
  }

  shareDescriptorTable(pid: number, otherPid: number): Read<boolean> {
    return this.#answers.get('descriptor-tables', tablesName(pid, otherPid)) ?? unreadable('ENOSYS');
  }

  signalActions(signal: number, pids?: readonly number[]): Read<ReadonlyMap<number, SignalAction>> {
    const name = String(signal);
    const ofPids = pids?.map(pid => `pid=${pid} `);
    const some = ofPids && this.#answers.among('signal-actions', name, ofPids);
    const actions = some ?? this.#answers.get('signal-actions', name) ?? unreadable('ENOSYS');
    return mapRead(actions, byPid => new Map(byPid));
  }

  onProcessor<T>(processor: number, ask: () => T): Read<T> {
    const usable = this.#answers.get('processor', String(processor)) ?? unreadable('ENOSYS');
    return mapRead(usable, () => this.#viewpoint.on(processor, ask));
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    this.#unixSockets ??= mapRead(
      this.#answers.get('unix-sockets') ?? unreadable('ENOSYS'),
      byInode => new Map(byInode),
    );
    return this.#unixSockets;
  }

  unixSocket(inode: number): Read<UnixSocket> {
    return socketAmong(this.unixSockets(), inode);
  }

  boundSockets(): Read<readonly BoundSocket[]> {
    return mapRead(this.#answers.get('bound-sockets') ?? unreadable('ENOSYS'), sockets => [...sockets]);
  }

  terminalSettings(descriptor: DescriptorId): Read<TerminalSettings> {
    return this.#answers.get('terminal', descriptorName(descriptor)) ?? unreadable('ENOSYS');
  }

  socketTimeouts(descriptor: DescriptorId): Read<SocketTimeouts> {
    return this.#answers.get('socket-timeouts', descriptorName(descriptor)) ?? unreadable('ENOSYS');
  }
}

function placesIn(descriptions: Iterable<readonly DescriptorId[]>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let place = 0;
  for (const descriptors of descriptions) {
    for (const descriptor of descriptors) places.set(descriptorName(descriptor), place);
    place += 1;
  }
  return places;
}
