import type {Libc} from '../libc.ts';
import type {Read} from '../read.ts';
import {INSTRUCTION_SIZE} from './bpf-program.ts';

/** Constants of <linux/bpf.h>: commands of bpf(2), and the type of every program here. */
const BPF_PROG_LOAD = 5;
const BPF_RAW_TRACEPOINT_OPEN = 17;
const BPF_PROG_TYPE_TRACING = 26;

/** Offsets in bytes of the attributes of BPF_PROG_LOAD in union bpf_attr; the other attributes are zero. */
const attribute = {
  programType: 0,
  instructionCount: 4,
  instructions: 8,
  licence: 16,
  name: 48,
  attachType: 68,
  attachTo: 108,
  size: 112,
} as const;

/** The helpers that read kernel memory need a program with a licence compatible with the GPL. procdoc's is MIT. */
const LICENCE = Buffer.from('Dual MIT/GPL\0');

/** How often a program is loaded: the kernel gives up with EAGAIN when a signal arrives. */
const LOAD_ATTEMPTS = 20;

/** What a program is run for: a value of enum bpf_attach_type, and the BTF id that it is about. */
export interface AttachPoint {
  readonly attachType: number;
  readonly attachTo: number;
}

/**
 * Loads a program: bpf(2). The attributes hold the addresses of the instructions and of the licence. All three lie in
 * one piece of memory, which the call holds, so that none of them is freed while the kernel reads it.
 *
 * @returns the descriptor of the program, with which it vanishes
 */
export function loadProgram(
  libc: Libc,
  program: Uint8Array,
  {attachType, attachTo}: AttachPoint,
): Read<number> {
  const memory = Buffer.concat([Buffer.alloc(attribute.size), program, LICENCE]);
  const address = libc.addressOf(memory);
  const instructions = address + BigInt(attribute.size);
  memory.writeUInt32LE(BPF_PROG_TYPE_TRACING, attribute.programType);
  memory.writeUInt32LE(program.length / INSTRUCTION_SIZE, attribute.instructionCount);
  memory.writeBigUInt64LE(instructions, attribute.instructions);
  memory.writeBigUInt64LE(instructions + BigInt(program.length), attribute.licence);
  memory.write('procdoc', attribute.name);
  memory.writeUInt32LE(attachType, attribute.attachType);
  memory.writeUInt32LE(attachTo, attribute.attachTo);
  const attributes = memory.subarray(0, attribute.size);
  let loaded = libc.bpf(BPF_PROG_LOAD, attributes);
  for (let attempt = 1; attempt < LOAD_ATTEMPTS && !loaded.ok && loaded.errno === 'EAGAIN'; attempt++) {
    loaded = libc.bpf(BPF_PROG_LOAD, attributes);
  }
  return loaded;
}

/**
 * Has the kernel run a loaded program from now on, for a tracepoint (since Linux 5.5) or a function.
 *
 * @returns the descriptor of the link; the program is run until that is closed
 */
export function runFromNowOn(libc: Libc, program: number): Read<number> {
  const attributes = Buffer.alloc(16);
  attributes.writeUInt32LE(program, 8);
  return libc.bpf(BPF_RAW_TRACEPOINT_OPEN, attributes);
}
