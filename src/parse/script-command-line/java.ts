import {runsFile, runsModule, unknownRun, type WhatRuns} from './what-runs.ts';
import {splitAtEquals, Words} from './words.ts';

const valued = new Set([
  ...['-cp', '-classpath', '--class-path', '-p', '--module-path', '--upgrade-module-path', '--source'],
  ...['--add-modules', '--limit-modules', '--add-exports', '--add-opens', '--add-reads', '--patch-module'],
  '--enable-native-access',
]);
const printing = new Set([
  ...['-help', '-h', '-?', '--help', '-X', '--help-extra', '-version', '--version', '-fullversion'],
  ...['--full-version', '--list-modules', '--validate-modules', '-d', '--describe-module'],
]);

/**
 * What a java launcher runs (java(1), java.c of libjli): -jar makes the first operand the archive, -m names
 * the module, and otherwise the operand is a main class, or (since Java 11) a source file. The words of an
 * `@argfile` ahead of it are not in argv: unknown.
 */
export function parseJavaArguments(list: readonly string[]): WhatRuns | undefined {
  const words = new Words(list);
  let jar = false;
  let source = false;
  let argfiles = true;
  for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
    words.take();
    const name = word.startsWith('--') ? splitAtEquals(word)[0] : word;
    if (printing.has(name)) return undefined;
    if (word === '-m' || name === '--module') return runsMainModule(word, words, argfiles);
    if (valued.has(word)) {
      const value = words.take();
      if (value === undefined || value.startsWith('-') || (argfiles && isArgfile(value))) return unknownRun;
    }
    jar ||= word === '-jar';
    source ||= name === '--source';
    if (word === '--disable-@files') argfiles = false;
  }
  const operand = words.take();
  if (operand === undefined) return undefined;
  if (argfiles && isArgfile(operand)) return unknownRun;
  const main = argfiles ? operand.replace(/^@@/, '@') : operand;
  if (jar) return runsFile(main, words.rest(), 'archive');
  return source || main.endsWith('.java') ? runsFile(main, words.rest()) : runsModule(main, words.rest());
}

function runsMainModule(word: string, words: Words, argfiles: boolean): WhatRuns {
  const module = word.startsWith('--module=') ? word.slice('--module='.length) : words.take();
  const missing = module === undefined || module === '' || module.startsWith('-');
  return missing || (argfiles && isArgfile(module)) ? unknownRun : runsModule(module, words.rest());
}

/** `@file`; two @ stand for one that is meant literally, and a lone one is itself. */
function isArgfile(word: string): boolean {
  return /^@[^@]/.test(word);
}
