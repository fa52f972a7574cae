import {closeSync} from 'node:fs';
import {loadProgram, runFromNowOn} from '../bpf/bpf-load.ts';
import type {Btf, Tracepoint} from '../bpf/btf.ts';
import {readKernelTypes} from '../bpf/kernel-types.ts';
import {RingBuffer} from '../bpf/ring-buffer.ts';
import type {Libc} from '../libc.ts';
import {inInitialPidNamespace, inInitialTimeNamespace} from '../pid-namespace.ts';
import {found, orUndefined, type Read, unreadable} from '../read.ts';
import {type EventLayout, findEventLayout} from './event-layout.ts';
import {execProgram, exitProgram, forkProgram, oomProgram, reapProgram} from './event-programs.ts';
import {decodeEvent} from './event-record.ts';
import type {EventSource, LostEvents, ProcessEventType} from './process-event.ts';
import {RecordWriter} from './record-writer.ts';
import {signalProgram} from './signal-program.ts';

/** Values of enum bpf_attach_type. */
const BPF_TRACE_RAW_TP = 23;
const BPF_TRACE_FENTRY = 24;

/** Which events are wanted, and how many bytes may wait to be read: a power of two. */
export interface WantedEvents {
  readonly types: readonly ProcessEventType[];
  readonly bufferSize: number;
}

/**
 * The events of all processes of the machine, by programs at the kernel's tracepoints (Linux 5.11): what is created,
 * executes, exits, is reaped, gets a signal and from whom. No process is slowed down by more than the program takes.
 *
 * EPERM: it needs CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, in the initial user namespace. ENOENT: the kernel has no
 * /sys/kernel/btf/vmlinux. EBADMSG: that lacks what procdoc looks for. EXDEV: procdoc isn't in the initial pid
 * and time namespaces, whose pids and starts the events have.
 */
export function openTracepoints(libc: Libc, wanted: WantedEvents): Read<EventSource> {
  if (!inInitialPidNamespace() || !inInitialTimeNamespace()) return unreadable('EXDEV');
  const types = readKernelTypes(libc);
  const layout = layoutOf(types);
  if (!layout.ok) return layout;
  const ring = RingBuffer.open(libc, wanted.bufferSize);
  if (!ring.ok) return ring;
  const attached = attachAll(libc, layout.value, ring.value, wanted.types);
  if (!attached.ok) {
    ring.value.close();
    return attached;
  }
  return found(new Tracepoints(libc, ring.value, attached.value));
}

function layoutOf(types: Read<Btf>): Read<EventLayout> {
  if (!types.ok) return types;
  const layout = findEventLayout(types.value);
  return layout ? found(layout) : unreadable('EBADMSG');
}

class Tracepoints implements EventSource {
  readonly #libc: Libc;
  readonly #ring: RingBuffer;
  readonly #links: readonly number[];
  readonly reaps: EventSource['reaps'];
  readonly ooms: boolean;

  constructor(libc: Libc, ring: RingBuffer, {links, reaps, ooms}: Attached) {
    this.reaps = reaps;
    this.ooms = ooms;
    this.#libc = libc;
    this.#ring = ring;
    this.#links = links;
  }

  drain(take: Parameters<EventSource['drain']>[0]): void {
    this.#ring.drain((data, at) => {
      const event = decodeEvent(data, at);
      if (event) take(event);
    });
  }

  lost(): LostEvents {
    const events = this.#ring.lost();
    return {times: events, events};
  }

  onEvent(call: () => void): {close(): void} {
    return this.#libc.whileReadable(this.#ring.descriptor, call);
  }

  close(): void {
    for (const link of this.#links) closeSync(link);
    this.#ring.close();
  }
}

/** The links of the programs, and what they know of reaping. */
interface Attached {
  readonly links: readonly number[];
  readonly reaps: EventSource['reaps'];
  readonly ooms: boolean;
}

/** Attaches the programs for these events; of a refusal nothing stays. */
function attachAll(
  libc: Libc,
  layout: EventLayout,
  ring: RingBuffer,
  types: readonly ProcessEventType[],
): Read<Attached> {
  const writer = new RecordWriter(layout, ring);
  const attempts = types
    .filter(type => type !== 'reap')
    .flatMap(type => attach(libc, layout, writer, type) ?? []);
  const [reaps, reap] = types.includes('reap') ? attachReap(libc, layout, writer) : ['none' as const];
  const all = reap ? [...attempts, reap] : attempts;
  const links = all.flatMap(link => orUndefined(link) ?? []);
  const refused = all.find(link => !link.ok);
  const ooms = types.includes('oom') && layout.oom !== undefined;
  if (!refused || refused.ok) return found({links, reaps, ooms});
  for (const link of links) closeSync(link);
  return refused;
}

/** The link of the program for an event; undefined for the OOM killer of a kernel without its tracepoint. */
function attach(
  libc: Libc,
  {fork, exec, exit, signal, oom}: EventLayout,
  writer: RecordWriter,
  type: Exclude<ProcessEventType, 'reap'>,
): Read<number> | undefined {
  const at = (tracepoint: Tracepoint, program: Uint8Array) =>
    run(libc, program, {attachType: BPF_TRACE_RAW_TP, attachTo: tracepoint.id});
  switch (type) {
    case 'fork':
      return at(fork, forkProgram(writer));
    case 'exec':
      return at(exec, execProgram(writer));
    case 'exit':
      return at(exit, exitProgram(writer));
    case 'signal':
      return at(signal, signalProgram(writer));
    case 'oom':
      return oom && at(oom, oomProgram(writer, oom.takesPointer));
  }
}

/** At the function that reaps, where the kernel lets programs run at functions; else at the tracepoint that follows. */
function attachReap(
  libc: Libc,
  {free, release}: EventLayout,
  writer: RecordWriter,
): ['exact' | 'late', Read<number>] {
  const program = reapProgram(writer);
  const exact =
    release === undefined ? undefined : run(libc, program, {attachType: BPF_TRACE_FENTRY, attachTo: release});
  if (exact?.ok) return ['exact', exact];
  return ['late', run(libc, program, {attachType: BPF_TRACE_RAW_TP, attachTo: free.id})];
}

function run(libc: Libc, program: Uint8Array, attachPoint: Parameters<typeof loadProgram>[2]): Read<number> {
  const loaded = loadProgram(libc, program, attachPoint);
  if (!loaded.ok) return loaded;
  const link = runFromNowOn(libc, loaded.value);
  closeSync(loaded.value);
  return link;
}
