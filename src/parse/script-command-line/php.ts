import {runsCommand, runsFile, runsModule, runsStdin, unknownRun, type WhatRuns} from './what-runs.ts';
import {splitAtEquals, Words} from './words.ts';

interface Option {
  readonly name: string;
  readonly value: string;
}

const flags = 'aCehHilmnqsvw?';
const valued = 'BcdEfFgrRStz';
const refused: Option = {name: '', value: ''};

/** Long names by the letter that means the same; a name without a letter stands for itself. */
const longFlags: ReadonlyMap<string, string> = new Map(
  Object.entries({
    interactive: 'a',
    'no-chdir': 'C',
    'profile-info': 'e',
    help: 'h',
    usage: '?',
    'hide-args': 'H',
    info: 'i',
    'syntax-check': 'l',
    modules: 'm',
    'no-php-ini': 'n',
    'no-header': 'q',
    'syntax-highlight': 's',
    'syntax-highlighting': 's',
    version: 'v',
    strip: 'w',
    ini: 'ini',
  }),
);
const longValued: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'process-begin': 'B',
    'php-ini': 'c',
    define: 'd',
    'process-end': 'E',
    file: 'f',
    'process-file': 'F',
    global: 'g',
    run: 'r',
    'process-code': 'R',
    server: 'S',
    docroot: 't',
    'zend-extension': 'z',
    repeat: 'repeat',
  }),
);
const reflecting = /^r(?:f(?:unction)?|c(?:lass)?|e(?:xtension)?|z(?:endextension)?|i|extinfo)$/;
/** Prints, or shows or checks a source file, and exits. */
const printing = new Set(['h', '?', 'i', 'l', 'm', 's', 'v', 'w', 'ini']);

/**
 * What the command line PHP runs (php(1); main/getopt.c and sapi/cli/php_cli.c of PHP 5 to 8). `-S` without
 * a router script is the module `php:server`.
 */
export function parsePhpArguments(list: readonly string[]): WhatRuns | undefined {
  const words = new Words(list);
  const given = new Map<string, string>();
  for (const option of readOptions(words)) {
    if (option === refused) return unknownRun;
    if (printing.has(option.name)) return undefined;
    given.set(option.name, option.value);
  }
  const endedByDashes = words.previous() === '--';
  if (given.has('S')) return runsServer(words);
  if (given.has('a')) return runsStdin(words.rest(), true);
  const code = given.get('r') ?? given.get('R');
  if (code !== undefined) return runsCommand(code, words.rest());
  const named = given.get('f') ?? given.get('F');
  if (named !== undefined) return runsFile(named, words.rest());
  // -B and -E run before and after stdin's lines, with nothing to run for the lines themselves.
  const around = given.get('B') ?? given.get('E');
  if (around !== undefined) return runsCommand(around, words.rest());
  const script = endedByDashes ? undefined : words.take();
  return script === undefined || script === '-' ? runsStdin(words.rest()) : runsFile(script, words.rest());
}

function runsServer(words: Words): WhatRuns {
  const router = words.take();
  return router === undefined ? runsModule('php:server', []) : runsFile(router, words.rest());
}

function* readOptions(words: Words): Generator<Option> {
  for (let word = words.takeOption(); word !== undefined && word !== '--'; word = words.takeOption()) {
    if (word.startsWith('--')) {
      yield readLongOption(word.slice(2), words);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const name = word.charAt(at);
      if (valued.includes(name)) {
        const attached = word.slice(at + 1);
        yield readValue(name, attached === '' ? undefined : attached.replace(/^=/, ''), words);
        break;
      }
      yield flags.includes(name) ? {name, value: ''} : refused;
    }
  }
}

function readLongOption(text: string, words: Words): Option {
  const [name, attached] = splitAtEquals(text);
  const flag = reflecting.test(name) ? 'i' : longFlags.get(name);
  if (flag !== undefined) return {name: flag, value: ''};
  const letter = longValued.get(name);
  return letter === undefined ? refused : readValue(letter, attached, words);
}

/** The value stands attached, behind an equals sign, or in the next word, be it an option by its looks. */
function readValue(name: string, attached: string | undefined, words: Words): Option {
  const value = attached ?? words.take();
  return value === undefined ? refused : {name, value};
}
