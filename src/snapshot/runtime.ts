import {orUndefined} from '../kernel/read.ts';
import type {Process} from './process.ts';

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
  const exe = orUndefined(process.exe())?.replace(/ \(deleted\)$/, '');
  const name = exe?.slice(exe.lastIndexOf('/') + 1) ?? process.comm;
  return executables.find(([pattern]) => pattern.test(name))?.[1];
}
