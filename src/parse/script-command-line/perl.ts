import {runsCommand, runsFile, runsStdin, unknownRun, type WhatRuns} from './what-runs.ts';
import {Words} from './words.ts';

type Cluster = 'prints' | 'refused' | 'ends options' | {code?: string; checksOnly: boolean};

// What a switch takes of its word, as perl's moreswitches() scans it; the letters behind are more switches.
// A space comes from a "#!" line with several switches, which the kernel hands over as one word.
const switchPattern = new RegExp(
  [
    '[acfgnpsStTuUwWX\\r]',
    '0x[\\da-fA-F]+$',
    '0[0-7]{0,3}',
    'C(?:\\d+|[IOEioADSLa]*)(?=\\s|$)',
    'dt?(?:[:=].*)?',
    'D\\w*',
    '[Fi]\\S*',
    'l[0-7]{0,4}',
    '[mM].+',
    ' +-',
    ' .*',
  ]
    .map(pattern => `^(?:${pattern})`)
    .join('|'),
  's',
);

/** What a perl runs (perlrun(1)): the code of all -e and -E together, or else the first operand. */
export function parsePerlArguments(list: readonly string[]): WhatRuns | undefined {
  const words = new Words(list);
  const code: string[] = [];
  let checksOnly = false;
  for (let word = words.takeOption(); word !== undefined; word = words.takeOption()) {
    const cluster = readCluster(word.slice(1), words);
    if (cluster === 'prints') return undefined;
    if (cluster === 'refused') return unknownRun;
    if (cluster === 'ends options') break;
    if (cluster.code !== undefined) code.push(cluster.code);
    checksOnly ||= cluster.checksOnly;
  }
  if (checksOnly) return undefined;
  if (code.length > 0) return runsCommand(code.join('\n'), words.rest());
  const script = words.take();
  const readsStdin = script === undefined || script === '' || script === '-';
  return readsStdin ? runsStdin(words.rest()) : runsFile(script, words.rest());
}

function readCluster(cluster: string, words: Words): Cluster {
  let checksOnly = false;
  for (let rest = cluster; rest !== ''; ) {
    const attached = rest.slice(1);
    if (/^[vVh?]|^-(?:help|version)$/.test(rest)) return 'prints';
    if (/^-(?:\s|$)/.test(rest)) return 'ends options';
    if (/^[eE]/.test(rest)) {
      const code = attached === '' ? words.take() : attached;
      return code === undefined ? 'refused' : {code, checksOnly};
    }
    if (rest.startsWith('I')) {
      const directory = attached === '' ? words.take() : attached;
      return directory === undefined || directory === '' ? 'refused' : {checksOnly};
    }
    if (rest.startsWith('x')) break;
    const taken = switchPattern.exec(rest)?.[0];
    if (taken === undefined) return 'refused';
    checksOnly ||= taken === 'c';
    rest = rest.slice(taken.length);
  }
  return {checksOnly};
}
