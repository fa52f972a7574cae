import {record, widthOf} from '../process-table/process-record.ts';
import {
  add,
  type Instruction,
  load32,
  load64,
  type Register,
  STACK_END,
  store32,
  store64,
} from './bpf-program.ts';
import {copyKernelMemory} from './iterator-program.ts';

/** What the program of the process table keeps in registers that no call overwrites. */
export const task: Register = 6;
export const signals: Register = 7;
export const handlers: Register = 8;
export const seqFile: Register = 9;
/** A register for a value that no call needs to preserve. */
export const scratch: Register = 1;

export const POINTER_SIZE = 8;

/** Addresses that the program needs in between lie behind the record. */
export const addresses = {pointer: record.size, other: record.size + POINTER_SIZE} as const;
/** Where the program puts the record together on its stack. */
export const RECORD_ON_STACK = -(record.size + 2 * POINTER_SIZE);

/** Stores a register in a number of the record, which is as wide as its place says. */
export function keep(place: number, from: Register): Instruction {
  return (widthOf(place) === 4 ? store32 : store64)(STACK_END, RECORD_ON_STACK + place, from);
}

/** Copies a member of a struct whose type the kernel knows. */
export function copyMember(place: number, struct: Register, offset: number): Instruction[] {
  const load = widthOf(place) === 4 ? load32 : load64;
  return [load(scratch, struct, offset), keep(place, scratch)];
}

/** The address in one of `addresses`, plus an offset, in the third register. */
export function within(address: number, offset: number): Instruction[] {
  return [load64(3, STACK_END, RECORD_ON_STACK + address), add(3, offset)];
}

/** Copies from an address in the third register, which `address` computes; zeros where it can't be read. */
export function probe(place: number, address: readonly Instruction[], size: number): Instruction[] {
  return copyKernelMemory(RECORD_ON_STACK + place, address, size);
}
