import {pages} from 'procdoc:rule-pages';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import type {CommandSyntaxes} from '../command-syntax.ts';
import {commandPage} from './command-page.ts';
import {pageName} from './common-sections.ts';
import {programPage} from './program-page.ts';
import {rulesPage} from './rules-page.ts';

/** Every manual page by its file name: procdoc.1, a page for each command, and procdoc-rules.7. */
export function manPages(commands: CommandSyntaxes, version: string): ReadonlyMap<string, string> {
  const ids = Object.keys(commands);
  return new Map([
    ['procdoc.1', programPage(commands, version)],
    ['procdoc-rules.7', rulesPage(allRules(), pages, version)],
    ...Object.values(commands).map(
      command => [`${pageName(command.id)}.1`, commandPage(command, ids, version)] as const,
    ),
  ]);
}
