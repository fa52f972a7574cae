import type {CommandSyntaxes} from '../command-syntax.ts';
import {commandPage} from './command-page.ts';
import {pageName} from './common-sections.ts';
import {programPage} from './program-page.ts';

/** Every manual page by its file name: procdoc.1, and one a command. */
export function manPages(commands: CommandSyntaxes, version: string): ReadonlyMap<string, string> {
  const ids = Object.keys(commands);
  return new Map([
    ['procdoc.1', programPage(commands, version)],
    ...Object.values(commands).map(
      command => [`${pageName(command.id)}.1`, commandPage(command, ids, version)] as const,
    ),
  ]);
}
