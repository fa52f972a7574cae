import type {BoundSocket} from '../inet-diag.ts';
import type {SocketTimeouts} from '../pidfd.ts';
import {type Errno, found, mapRead, type Read} from '../read.ts';
import type {DescriptorId, SignalAction, Syscalls} from '../syscalls.ts';
import type {TerminalSettings} from '../terminal-settings.ts';
import {socketAmong, type UnixSocket} from '../unix-diag.ts';
import {UnrecordedSyscalls} from '../unrecorded-syscalls.ts';
import type {Answers} from './answers.ts';
import {DescriptionOrder} from './description-order.ts';
import {comparisonName, descriptorName, tablesName} from './names.ts';
import type {Noting} from './notes.ts';
import type {Viewpoint} from './viewpoint.ts';

/** System calls whose answers are noted. */
export class RecordingSyscalls extends UnrecordedSyscalls implements Syscalls {
  readonly #syscalls: Syscalls;
  readonly #answers: Answers;
  readonly #viewpoint: Viewpoint;
  readonly #order: DescriptionOrder;
  #comparable: boolean | undefined;
  #sockets: Read<ReadonlyMap<number, UnixSocket>> | undefined;

  constructor(syscalls: Syscalls, {answers, notes, viewpoint}: Noting) {
    super();
    this.#syscalls = syscalls;
    this.#answers = answers;
    this.#viewpoint = viewpoint;
    this.#order = new DescriptionOrder(
      (a, b) => syscalls.compareDescriptions(a, b),
      descriptor => notes.descriptionNumber(descriptor),
    );
  }

  get unavailable(): Errno | undefined {
    return this.#syscalls.unavailable;
  }

  kcmpUsable(): Read<true> {
    const usable = this.#syscalls.kcmpUsable();
    this.#answers.kcmp.note('', usable);
    return usable;
  }

  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
    this.#comparable ??= this.kcmpUsable().ok;
    if (this.#comparable && a.pid === b.pid && a.fd === b.fd && this.#order.putNext(a)) return found(0);
    const order = this.#syscalls.compareDescriptions(a, b);
    if (!this.#comparable) return order;
    if (order.ok) {
      this.#order.put(a);
      this.#order.put(b);
      this.#answers.descriptions.note('', found(this.#order));
    } else {
      this.#answers.comparisons.note(comparisonName(a, b), order);
    }
    return order;
  }

  shareDescriptorTable(pid: number, otherPid: number): Read<boolean> {
    const shared = this.#syscalls.shareDescriptorTable(pid, otherPid);
    this.#answers.descriptorTables.note(tablesName(pid, otherPid), shared);
    return shared;
  }

  signalActions(signal: number): Read<ReadonlyMap<number, SignalAction>> {
    const actions = this.#syscalls.signalActions(signal);
    this.#answers.signalActions.note(String(signal), actions);
    return actions;
  }

  onProcessor<T>(processor: number, ask: () => T): Read<T> {
    const answer = this.#syscalls.onProcessor(processor, () => this.#viewpoint.on(processor, ask));
    this.#answers.processors.note(
      String(processor),
      mapRead(answer, () => true as const),
    );
    return answer;
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    this.#sockets = this.#syscalls.unixSockets();
    this.#answers.unixSockets.note('', this.#sockets);
    return this.#sockets;
  }

  unixSocket(inode: number): Read<UnixSocket> {
    return socketAmong(this.#sockets ?? this.unixSockets(), inode);
  }

  boundSockets(): Read<readonly BoundSocket[]> {
    const sockets = this.#syscalls.boundSockets();
    this.#answers.boundSockets.note('', sockets);
    return sockets;
  }

  terminalSettings(descriptor: DescriptorId): Read<TerminalSettings> {
    const settings = this.#syscalls.terminalSettings(descriptor);
    this.#answers.terminals.note(descriptorName(descriptor), settings);
    return settings;
  }

  socketTimeouts(descriptor: DescriptorId): Read<SocketTimeouts> {
    const timeouts = this.#syscalls.socketTimeouts(descriptor);
    this.#answers.socketTimeouts.note(descriptorName(descriptor), timeouts);
    return timeouts;
  }
}
