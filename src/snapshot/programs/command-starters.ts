import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** Whether a split(1) has the option --filter, and so is to start a child. */
export function hasFilter(process: Process): boolean {
  return wordsOf(process).some(word => /^--fi/.test(word));
}

/** Whether a bun was called as `bun run NAME`, where the name isn't that of a file in JavaScript or TypeScript. */
export function runsPackageScript(process: Process): boolean {
  const [command, name] = wordsOf(process).filter(word => !word.startsWith('-'));
  return command === 'run' && name !== undefined && !/[/]|\.[cm]?[jt]sx?$/.test(name);
}

function wordsOf(process: Process): readonly string[] {
  return (orUndefined(process.argv()) ?? []).slice(1);
}
