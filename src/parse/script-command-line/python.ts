import {
  namesDirectory,
  runsCommand,
  runsFile,
  runsModule,
  runsStdin,
  unknownRun,
  type WhatRuns,
} from './what-runs.ts';
import {Words} from './words.ts';

interface Syntax {
  /** Letters that stand alone. */
  readonly flags: string;
  /** Letters that take a value, attached or as the next word. */
  readonly valued: string;
}

interface Option {
  /** The letter, or the long name. */
  readonly name: string;
  readonly value: string;
}

// All letters any version took: one that an older version refuses only makes it exit.
const python3: Syntax = {flags: 'bBdEhiIOPqRsStuvVx?', valued: 'cmWX'};
const python2: Syntax = {flags: '3bBdEhiORsStuUvVx?', valued: 'cmQW'};

const longHelping = ['help-all', 'help-env', 'help-xoptions'];
const helping = new Set(['h', '?', ...longHelping]);
// These must be the whole word; other long options may also end a cluster. --info is PyPy's.
const wholeWords: ReadonlyMap<string, string> = new Map([
  ['--help', 'h'],
  ['--info', 'h'],
  ['--version', 'V'],
]);
const longValued = new Set(['check-hash-based-pycs', 'jit']);
const refused: Option = {name: '', value: ''};
const zipEndings = /\.(?:pyz|pyzw|zip|egg|whl)$/;

/**
 * What a Python runs, by CPython's own reading (Python/getopt.c, Python/initconfig.c), of all versions from
 * 2.7; PyPy's `--jit VALUE` and `--info` too. `name` is the program's: `python2`, `pypy3.10`.
 */
export function parsePythonArguments(list: readonly string[], name: string): WhatRuns | undefined {
  const words = new Words(list);
  let interactive = false;
  let version = false;
  for (const option of readOptions(words, /^python2|^pypy(?:2|$)/.test(name) ? python2 : python3)) {
    if (option === refused) return unknownRun;
    if (helping.has(option.name)) return undefined;
    if (option.name === 'c') return version ? undefined : runsCommand(option.value, words.rest());
    if (option.name === 'm') return version ? undefined : runsModule(option.value, words.rest());
    interactive ||= option.name === 'i';
    // Help is printed at once; the version (twice: more of it) only once all options are read.
    version ||= option.name === 'V';
  }
  if (version) return undefined;
  const script = words.take();
  if (script === undefined || script === '-') return runsStdin(words.rest(), interactive);
  return runsFile(script, words.rest(), kindOf(script));
}

function kindOf(script: string): 'archive' | 'directory' | 'file' {
  if (namesDirectory(script)) return 'directory';
  return zipEndings.test(script) ? 'archive' : 'file';
}

function* readOptions(words: Words, {flags, valued}: Syntax): Generator<Option> {
  for (let word = words.takeOption(); word !== undefined && word !== '--'; word = words.takeOption()) {
    const letter = wholeWords.get(word);
    if (letter !== undefined) {
      yield {name: letter, value: ''};
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const name = word.charAt(at);
      const attached = word.slice(at + 1);
      if (name === '-') {
        // "-B-" is complained about, and then ends the options like "--".
        if (attached === '') return;
        yield readLongOption(attached, words);
        break;
      }
      if (valued.includes(name)) {
        const value = attached === '' ? words.take() : attached;
        yield value === undefined ? refused : {name, value};
        break;
      }
      yield flags.includes(name) ? {name, value: ''} : refused;
    }
  }
}

/** No long option takes its value behind an equals sign. */
function readLongOption(name: string, words: Words): Option {
  if (longHelping.includes(name)) return {name, value: ''};
  const value = longValued.has(name) ? words.take() : undefined;
  if (value === undefined) return refused;
  if (name === 'check-hash-based-pycs' && !/^(?:always|default|never)$/.test(value)) return refused;
  return {name, value};
}
