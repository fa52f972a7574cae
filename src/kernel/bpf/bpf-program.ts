/**
 * A register of a BPF program, with 64 bits: Documentation/bpf/standardization/instruction-set.rst of the kernel
 * source. r0: what a called function, or the program, returns; r1 to r5: arguments, which a call overwrites; r6 to r9:
 * preserved by a call; r10: the end of the program's stack, which grows downwards.
 */
export type Register = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export const STACK_END: Register = 10;

/** The kernel functions that programs call: enum bpf_func_id in <linux/bpf.h>. */
export const helpers = {
  /** () → nanoseconds of CLOCK_MONOTONIC. Since Linux 4.1. */
  monotonicTime: 5,
  /** () → the tgid of the running task in the upper 32 bits, its tid in the lower ones. Since Linux 4.2. */
  currentIds: 14,
  /** (to, size, from) → 0, or a negative number where `from`, in the running task's memory, can't be read. Since Linux 5.5. */
  probeReadUser: 112,
  /** (to, size, from) → 0, or a negative number where `from` can't be read, and `to` is zeroed. Since Linux 5.5. */
  probeReadKernel: 113,
  /** (to, size, from) → how many bytes of a string were copied, or a negative number. Since Linux 5.5. */
  probeReadKernelString: 115,
  /** (seqFile, data, size) → 0, or a negative number where no room is left. Since Linux 5.7. */
  seqWrite: 127,
  /** (ring buffer, data, size, flags) → 0, or a negative number where no room is left. Since Linux 5.8. */
  ringBufferOutput: 130,
  /** () → the running task, as a typed pointer. Since Linux 5.11. */
  currentTask: 158,
  /** (task) → its registers as user space had them when it last entered the kernel, as a typed pointer. Since Linux 5.15. */
  taskRegisters: 175,
} as const;

export interface Instruction {
  readonly opcode: number;
  readonly destination: Register;
  readonly source: Register;
  /** The offset in bytes from the address in a register, or how many instructions a jump skips. */
  readonly offset: number;
  readonly immediate: number;
}

/** The size of an instruction in bytes. */
export const INSTRUCTION_SIZE = 8;

function instruction(opcode: number, fields: Partial<Omit<Instruction, 'opcode'>>): Instruction {
  return {opcode, destination: 0, source: 0, offset: 0, immediate: 0, ...fields};
}

/** to = *(u16 *)(address + offset) */
export function load16(to: Register, address: Register, offset: number): Instruction {
  return instruction(0x69, {destination: to, source: address, offset});
}

/** to = *(u32 *)(address + offset) */
export function load32(to: Register, address: Register, offset: number): Instruction {
  return instruction(0x61, {destination: to, source: address, offset});
}

/** to = *(u64 *)(address + offset) */
export function load64(to: Register, address: Register, offset: number): Instruction {
  return instruction(0x79, {destination: to, source: address, offset});
}

/** *(u32 *)(address + offset) = the lower half of from */
export function store32(address: Register, offset: number, from: Register): Instruction {
  return instruction(0x63, {destination: address, source: from, offset});
}

/** *(u64 *)(address + offset) = from */
export function store64(address: Register, offset: number, from: Register): Instruction {
  return instruction(0x7b, {destination: address, source: from, offset});
}

/** to = from */
export function copy(to: Register, from: Register): Instruction {
  return instruction(0xbf, {destination: to, source: from});
}

/** to = value, a signed 32-bit number. */
export function set(to: Register, value: number): Instruction {
  return instruction(0xb7, {destination: to, immediate: value});
}

/** to = value, a whole number of up to 64 bits; this takes two instructions. */
export function set64(to: Register, value: number | `${bigint}`): Instruction[] {
  const half = (from: bigint) => ({immediate: Number(BigInt.asIntN(32, BigInt(value) >> from))});
  return [instruction(0x18, {destination: to, ...half(0n)}), instruction(0, half(32n))];
}

/** to = the map behind a descriptor, as an argument for a call; this takes two instructions. */
export function mapOf(to: Register, descriptor: number): Instruction[] {
  return [instruction(0x18, {destination: to, source: 1, immediate: descriptor}), instruction(0, {})];
}

/** to = the address of the first value of an array map (since Linux 5.2); this takes two instructions. */
export function firstValue(to: Register, descriptor: number): Instruction[] {
  return [instruction(0x18, {destination: to, source: 2, immediate: descriptor}), instruction(0, {})];
}

/** *(u64 *)(address + offset) += from, atomically. */
export function addAtomically(address: Register, offset: number, from: Register): Instruction {
  return instruction(0xdb, {destination: address, source: from, offset});
}

/** to -= from */
export function subtract(to: Register, from: Register): Instruction {
  return instruction(0x1f, {destination: to, source: from});
}

/** to >>= bits, without a sign. */
export function shiftRight(to: Register, bits: number): Instruction {
  return instruction(0x77, {destination: to, immediate: bits});
}

/** to <<= bits */
export function shiftLeft(to: Register, bits: number): Instruction {
  return instruction(0x67, {destination: to, immediate: bits});
}

/** if (to > most) to = most, without a sign. */
export function limit(to: Register, most: number): Instruction[] {
  return [instruction(0xb5, {destination: to, offset: 1, immediate: most}), set(to, most)];
}

/** to = -to */
export function negate(to: Register): Instruction {
  return instruction(0x87, {destination: to});
}

/** to &= value, a signed 32-bit number. */
export function keepBits(to: Register, value: number): Instruction {
  return instruction(0x57, {destination: to, immediate: value});
}

/** to ^= value, a signed 32-bit number. */
export function flip(to: Register, value: number): Instruction {
  return instruction(0xa7, {destination: to, immediate: value});
}

/** to += value, a signed 32-bit number. */
export function add(to: Register, value: number): Instruction {
  return instruction(0x07, {destination: to, immediate: value});
}

/** to |= from */
export function or(to: Register, from: Register): Instruction {
  return instruction(0x4f, {destination: to, source: from});
}

/** r0 = helper(r1, r2, r3, r4, r5) */
export function call(helper: (typeof helpers)[keyof typeof helpers]): Instruction {
  return instruction(0x85, {immediate: helper});
}

/** return r0 */
export function exit(): Instruction {
  return instruction(0x95, {});
}

/** if (register == 0) body */
export function whenZero(register: Register, body: readonly Instruction[]): Instruction[] {
  return whenValue(register, 0, body);
}

/** if (register != 0) body */
export function whenNotZero(register: Register, body: readonly Instruction[]): Instruction[] {
  return unlessValue(register, 0, body);
}

/** if (a == b) body */
export function whenEqual(a: Register, b: Register, body: readonly Instruction[]): Instruction[] {
  return [instruction(0x5d, {destination: a, source: b, offset: body.length}), ...body];
}

/** if (a != b) body */
export function unlessEqual(a: Register, b: Register, body: readonly Instruction[]): Instruction[] {
  return [instruction(0x1d, {destination: a, source: b, offset: body.length}), ...body];
}

/** if (register == value) body */
export function whenValue(register: Register, value: number, body: readonly Instruction[]): Instruction[] {
  return [instruction(0x55, {destination: register, offset: body.length, immediate: value}), ...body];
}

/** if (register != value) body */
export function unlessValue(register: Register, value: number, body: readonly Instruction[]): Instruction[] {
  return [instruction(0x15, {destination: register, offset: body.length, immediate: value}), ...body];
}

/** The machine code, eight bytes per instruction, for a little-endian machine such as x64 and arm64. */
export function assemble(instructions: readonly Instruction[]): Uint8Array {
  const code = new DataView(new ArrayBuffer(instructions.length * INSTRUCTION_SIZE));
  for (const [index, {opcode, destination, source, offset, immediate}] of instructions.entries()) {
    const at = index * INSTRUCTION_SIZE;
    code.setUint8(at, opcode);
    code.setUint8(at + 1, destination | (source << 4));
    code.setInt16(at + 2, offset, true);
    code.setInt32(at + 4, immediate, true);
  }
  return new Uint8Array(code.buffer);
}
