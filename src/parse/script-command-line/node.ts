import {nodeOptionAliases, valuedNodeOptions} from './node-options.ts';
import {
  namesDirectory,
  runsCommand,
  runsFile,
  runsModule,
  runsStdin,
  unknownRun,
  type WhatRuns,
} from './what-runs.ts';
import {splitAtEquals, Words} from './words.ts';

interface Option {
  readonly name: string;
  readonly value: string;
}

const refused: Option = {name: '', value: ''};
/** Prints, checks or builds something and exits. */
const printing = [
  ...['--help', '--version', '--v8-options', '--completion-bash', '--check'],
  ...['--experimental-sea-config', '--build-sea'],
];

/**
 * What a Node runs, by its own reading (src/node_options-inl.h, StartExecution in src/node.cc).
 *
 * Where a part of Node runs in place of a script, that part is the module: `node:inspect`, `node:test`,
 * `node:watch`, `node:run`, `node:prof-process`. The first three start other Node processes for the scripts
 * in their args, so that these are not counted twice.
 */
export function parseNodeArguments(list: readonly string[]): WhatRuns | undefined {
  const words = new Words(list);
  const given = new Map<string, string>();
  for (const option of readOptions(words)) {
    if (option === refused) return unknownRun;
    given.set(option.name, option.value);
  }
  if (printing.some(name => given.has(name))) return undefined;
  const part = findPart(given, words);
  if (part !== undefined) return part;
  const code = given.get('--eval');
  const interactive = given.has('--interactive');
  if (code !== undefined && !interactive) return runsCommand(code, words.rest());
  const script = words.take();
  if (script !== undefined && script !== '' && script !== '-') {
    return runsFile(script, words.rest(), namesDirectory(script) ? 'directory' : 'file');
  }
  return code === undefined ? runsStdin(words.rest(), interactive) : runsCommand(code, words.rest());
}

function findPart(given: ReadonlyMap<string, string>, words: Words): WhatRuns | undefined {
  if (words.peek() === 'inspect') {
    words.take();
    return runsModule('node:inspect', words.rest());
  }
  const packageScript = given.get('--run');
  if (packageScript !== undefined) return runsModule('node:run', [packageScript, ...words.rest()]);
  const part = ['prof-process', 'test', 'watch', 'watch-path'].find(name => given.has(`--${name}`));
  return part === undefined ? undefined : runsModule(`node:${part.replace('-path', '')}`, words.rest());
}

function* readOptions(words: Words): Generator<Option> {
  for (let word = words.takeOption(); word !== undefined && word !== '--'; word = words.takeOption()) {
    const [spelling, attached] = word.startsWith('--') ? splitAtEquals(word) : [word, undefined];
    const negated = /^--no[-_]/.test(spelling);
    const name = canonicalName(spelling);
    if (valuedNodeOptions.has(name)) {
      yield negated ? refused : readValue(name, attached, words);
    } else if (name === '--print' || name === '-pe') {
      // -p alone prints what stdin or --eval gives; with a word behind it that could be code, it takes that.
      if (name === '-pe' || /^[^-]/.test(words.peek() ?? '')) yield readValue('--eval', undefined, words);
    } else {
      if (!negated) yield {name, value: ''};
      if (name === '--prof-process') return;
    }
  }
}

/** Dashes and underscores are the same, and `--no-` turns the option off. */
function canonicalName(spelling: string): string {
  if (!spelling.startsWith('--')) return nodeOptionAliases.get(spelling) ?? spelling;
  const name = spelling.replaceAll('_', '-').replace(/^--no-/, '--');
  return nodeOptionAliases.get(name) ?? name;
}

/** A value in the next word must not start with a dash, unless a backslash hides it. */
function readValue(name: string, attached: string | undefined, words: Words): Option {
  if (attached !== undefined) return attached === '' ? refused : {name, value: attached};
  const value = words.take();
  return value === undefined || value.startsWith('-') ? refused : {name, value: value.replace(/^\\-/, '-')};
}
