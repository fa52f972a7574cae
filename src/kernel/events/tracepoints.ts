import {closeSync} from 'node:fs';
import {loadProgram, runFromNowOn} from '../bpf/bpf-load.ts';
import type {Btf} from '../bpf/btf.ts';
import {readKernelTypes} from '../bpf/kernel-types.ts';
import {RingBuffer} from '../bpf/ring-buffer.ts';
import type {Libc} from '../libc.ts';
import {inInitialPidNamespace} from '../pid-namespace.ts';
import {found, type Read, unreadable} from '../read.ts';
import {type EventLayout, findEventLayout} from './event-layout.ts';
import {execProgram, exitProgram, forkProgram, oomProgram, reapProgram} from './event-programs.ts';
import {decodeEvent} from './event-record.ts';
import type {EventSource, ProcessEventType} from './process-event.ts';
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
 * namespace, whose pids the events have.
 */
export function openTracepoints(libc: Libc, wanted: WantedEvents): Read<EventSource> {
  if (!inInitialPidNamespace()) return unreadable('EXDEV');
  const types = readKernelTypes(libc);
  const layout = layoutOf(types);
  if (!layout.ok) return layout;
  const ring = RingBuffer.open(libc, wanted.bufferSize);
  if (!ring.ok) return ring;
  const links = attachAll(libc, layout.value, ring.value, wanted.types);
  if (!links.ok) {
    ring.value.close();
    return links;
  }
  return found(new Tracepoints(libc, ring.value, links.value));
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

  constructor(libc: Libc, ring: RingBuffer, links: readonly number[]) {
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

  lost(): number {
    return this.#ring.lost();
  }

  onEvent(call: () => void): {close(): void} {
    return this.#libc.whileReadable(this.#ring.descriptor, call);
  }

  close(): void {
    for (const link of this.#links) closeSync(link);
    this.#ring.close();
  }
}

/** Attaches the programs for these events; of a refusal nothing stays. */
function attachAll(
  libc: Libc,
  layout: EventLayout,
  ring: RingBuffer,
  types: readonly ProcessEventType[],
): Read<number[]> {
  const links: number[] = [];
  for (const type of types) {
    const link = attach(libc, layout, new RecordWriter(layout, ring), type);
    if (link?.ok === false) {
      for (const other of links) closeSync(other);
      return link;
    }
    if (link) links.push(link.value);
  }
  return found(links);
}

/** The link of the program for an event; undefined for the OOM killer of a kernel without its tracepoint. */
function attach(
  libc: Libc,
  {fork, exec, exit, signal, oom, free, release}: EventLayout,
  writer: RecordWriter,
  type: ProcessEventType,
): Read<number> | undefined {
  const at = (attachTo: number, program: Uint8Array, attachType = BPF_TRACE_RAW_TP) =>
    run(libc, program, {attachType, attachTo});
  if (type === 'fork') return at(fork.id, forkProgram(writer));
  if (type === 'exec') return at(exec.id, execProgram(writer));
  if (type === 'exit') return at(exit.id, exitProgram(writer));
  if (type === 'signal') return at(signal.id, signalProgram(writer));
  if (type === 'oom') return oom && at(oom.id, oomProgram(writer, oom.takesPointer));
  const exact = release === undefined ? undefined : at(release, reapProgram(writer), BPF_TRACE_FENTRY);
  return exact?.ok ? exact : at(free.id, reapProgram(writer));
}

function run(libc: Libc, program: Uint8Array, attachPoint: Parameters<typeof loadProgram>[2]): Read<number> {
  const loaded = loadProgram(libc, program, attachPoint);
  if (!loaded.ok) return loaded;
  const link = runFromNowOn(libc, loaded.value);
  closeSync(loaded.value);
  return link;
}
