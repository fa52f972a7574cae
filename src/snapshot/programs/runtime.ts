import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** A program that has ways of its own with SIGCHLD. */
export type Runtime = 'python' | 'bash' | 'dash' | 'perl' | 'node' | 'make';

const executables: ReadonlyArray<readonly [RegExp, Runtime]> = [
  [/^(?:python|pypy)[\d.]*[a-z]*(?:-dbg)?$/, 'python'],
  [/^bash$/, 'bash'],
  [/^dash$/, 'dash'],
  [/^perl[\d.]*$/, 'perl'],
  [/^node(?:js)?$/, 'node'],
  [/^g?make$/, 'make'],
];

/** By the file it executes: its comm may be anything. Where that may not be seen, by its comm after all. */
export function runtimeOf(process: Process): Runtime | undefined {
  const name = programName(process);
  return executables.find(([pattern]) => pattern.test(name))?.[1];
}

/** The name of the file that a process executes, without its folder; where that may not be seen, its comm. */
export function programName(process: Process): string {
  const exe = orUndefined(process.exe())?.replace(/ \(deleted\)$/, '');
  return exe?.slice(exe.lastIndexOf('/') + 1) ?? process.comm;
}
