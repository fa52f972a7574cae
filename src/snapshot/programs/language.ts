import type {Process} from '../process.ts';
import {appletName, isShell} from './pipeline-program.ts';

/** The language that a program is written in, as far as its interpreter or runtime shows it. */
export type Language = 'python' | 'node' | 'ruby' | 'php' | 'perl' | 'java' | 'shell';

const languages: ReadonlyArray<readonly [RegExp, Language]> = [
  [/^(?:python|pypy)[\d.]*[a-z]*(?:-dbg)?$/, 'python'],
  [/^node(?:js)?$/, 'node'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^php(?:-cgi|-fpm)?[\d.]*$/, 'php'],
  [/^perl[\d.]*$/, 'perl'],
  [/^java$/, 'java'],
];

/** Undefined for what is compiled, C and Go among it: no name shows that. */
export function languageOf(process: Process): Language | undefined {
  const name = appletName(process);
  return languages.find(([program]) => program.test(name))?.[1] ?? (isShell(process) ? 'shell' : undefined);
}
