import {PROGRAM_SIZE, record} from '../process-table/process-record.ts';
import {
  add,
  call,
  copy,
  helpers,
  type Instruction,
  load64,
  type Register,
  STACK_END,
  set,
  unlessEqual,
} from './bpf-program.ts';
import {addresses, keep, POINTER_SIZE, probe, RECORD_ON_STACK, scratch, within} from './process-frame.ts';
import type {ProcessLayout} from './process-layout.ts';

const mounted: Register = 2;

/**
 * The name of the file that a process executes: the last part of its exe link. The root of a mount has the name of the
 * place where it is mounted, which its entry doesn't tell; then the name is left empty. In C:
 *
 *     struct path path = task->mm->exe_file->f_path;
 *     if (path.dentry != path.mnt->mnt_root)
 *       bpf_probe_read_kernel_str(r.program, sizeof r.program, path.dentry->d_name.name);
 */
export function programName({offsets}: ProcessLayout): Instruction[] {
  const follow = (to: number, from: number, offset: number) => probe(to, within(from, offset), POINTER_SIZE);
  const word = (address: number, register: Register) =>
    load64(register, STACK_END, RECORD_ON_STACK + address);
  return [
    ...noProgramName(),
    ...follow(addresses.pointer, record.memory, offsets.program),
    ...follow(addresses.other, addresses.pointer, offsets.fileMount),
    ...follow(addresses.other, addresses.other, offsets.mountedEntry),
    ...follow(addresses.pointer, addresses.pointer, offsets.fileEntry),
    word(addresses.pointer, scratch),
    word(addresses.other, mounted),
    ...unlessEqual(scratch, mounted, [
      ...follow(addresses.pointer, addresses.pointer, offsets.entryName),
      ...within(addresses.pointer, 0),
      copy(1, STACK_END),
      add(1, RECORD_ON_STACK + record.program),
      set(2, PROGRAM_SIZE),
      call(helpers.probeReadKernelString),
    ]),
  ];
}

/** Leaves the name empty. */
export function noProgramName(): Instruction[] {
  const words = Array.from({length: PROGRAM_SIZE / 8}, (_, at) => record.program + 8 * at);
  return [set(scratch, 0), ...words.map(place => keep(place, scratch))];
}
