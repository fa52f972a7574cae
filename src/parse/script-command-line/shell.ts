import {runsCommand, runsFile, runsStdin, unknownRun, type WhatRuns} from './what-runs.ts';
import {Words} from './words.ts';

interface Switches {
  command: boolean;
  stdin: boolean;
  interactive: boolean;
}

type Outcome = 'goes on' | 'ends options' | 'prints' | 'refused';
type ClusterReader = (word: string, words: Words, switches: Switches) => Outcome;

const bashFlags = new Set([
  ...['debug', 'debugger', 'dump-po-strings', 'dump-strings', 'login', 'noediting', 'noprofile', 'norc'],
  ...['posix', 'pretty-print', 'protected', 'restricted', 'verbose', 'wordexp'],
]);
const bashValued = new Set(['rcfile', 'init-file']);
const printing = new Set(['help', 'version']);

/**
 * What a shell runs (POSIX sh; bash(1), dash(1), zshmisc(1), mksh(1)): after the options, `-c` makes the
 * first operand the command, `-s` makes all operands parameters, and otherwise it is the script. `name` is
 * the program's and tells the dialect.
 */
export function parseShellArguments(list: readonly string[], name: string): WhatRuns | undefined {
  const words = new Words(list);
  const switches: Switches = {command: false, stdin: false, interactive: false};
  const outcome = /^zsh|ksh/.test(name)
    ? readSwitches(words, switches, readKshCluster)
    : readBashOptions(words, switches);
  if (outcome === 'prints') return undefined;
  if (outcome === 'refused') return unknownRun;
  if (switches.command) {
    const command = words.take();
    words.take(); // $0
    return command === undefined ? unknownRun : runsCommand(command, words.rest());
  }
  const script = switches.stdin ? undefined : words.take();
  return script === undefined
    ? runsStdin(words.rest(), switches.interactive)
    : runsFile(script, words.rest());
}

/** Bash takes long options, with one dash or two, only before all others. Other sh have none to take. */
function readBashOptions(words: Words, switches: Switches): Outcome {
  for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
    const name = word.replace(/^--?/, '');
    if (printing.has(name)) return 'prints';
    if (!bashFlags.has(name) && !bashValued.has(name)) break;
    words.take();
    if (bashValued.has(name) && words.take() === undefined) return 'refused';
  }
  return readSwitches(words, switches, readBourneCluster);
}

function readSwitches(words: Words, switches: Switches, readCluster: ClusterReader): Outcome {
  for (let word = words.peek(); word?.startsWith('-') || word?.startsWith('+'); word = words.peek()) {
    words.take();
    if (word === '-' || word === '--') return 'ends options';
    const outcome = readCluster(word, words, switches);
    if (outcome !== 'goes on') return outcome;
  }
  return 'goes on';
}

/** `-euxo pipefail`: the values of -o and -O are the next words, however many of them a cluster has. */
function readBourneCluster(word: string, words: Words, switches: Switches): Outcome {
  for (const letter of word.slice(1)) {
    if (letter === '-') return 'refused';
    if (letter === 'o' || letter === 'O') words.take();
    else setSwitch(letter, switches);
  }
  return 'goes on';
}

/** zsh and ksh take the value of -o attached too, and option names behind two dashes anywhere. */
function readKshCluster(word: string, words: Words, switches: Switches): Outcome {
  if (word.startsWith('--') || word.startsWith('+-')) {
    const name = word.slice(2);
    if (name === 'emulate') words.take();
    return printing.has(name) ? 'prints' : 'goes on';
  }
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    if (letter === '-') return at === word.length - 1 ? 'ends options' : 'refused';
    if (letter === 'o') {
      if (at === word.length - 1) words.take();
      return 'goes on';
    }
    setSwitch(letter, switches);
  }
  return 'goes on';
}

function setSwitch(letter: string, switches: Switches): void {
  if (letter === 'c') switches.command = true;
  if (letter === 's') switches.stdin = true;
  if (letter === 'i') switches.interactive = true;
}
