import {nearest} from '../../parse/targets/nearest.ts';
import {type Slip, UsageError} from '../failures.ts';

/** Words that people type for a command: other programs that answer its question, and what the question is about. */
const otherWords: Readonly<Record<string, string>> = {
  fds: 'inherited-fds',
  port: 'holders',
  ports: 'holders',
  who: 'holders',
  lsof: 'holders',
  ss: 'holders',
  fuser: 'holders',
  status: 'decode-status',
  exit: 'decode-status',
  ps: 'tree',
  pstree: 'tree',
  lock: 'locks',
  flock: 'locks',
  lslocks: 'locks',
  doctor: 'diagnose',
  scan: 'diagnose',
  kill: 'signals',
  version: '--version',
};

/** Fails for a word that is no command, with the command that may have been meant. */
export function requireCommand(id: string, ids: readonly string[]): void {
  if (ids.includes(id)) return;
  if (id.startsWith('-')) throw new UsageError({kind: 'flag-before-command', flag: id});
  const like = Object.hasOwn(otherWords, id) ? otherWords[id] : nearest(id, ids);
  throw new UsageError({kind: 'unknown-command', command: id, like, isName: false});
}

/** A word in the place of a command that may be a target of `inspect`. */
export interface BareTarget {
  /** What is wrong with it, where it turns out to be none: undefined for what can't be a command, such as ":8080". */
  readonly slip: Slip | undefined;
}

/**
 * What a word is that isn't a command: a target of `inspect`, such as "4711", ":8080" or "nginx". Undefined for a command;
 * fails for a flag, and for the name of a program that answers what a command does.
 */
export function bareTarget(word: string, ids: readonly string[]): BareTarget | undefined {
  if (ids.includes(word)) return undefined;
  if (word.startsWith('-') || Object.hasOwn(otherWords, word)) requireCommand(word, ids);
  if (/[^a-z-]/.test(word)) return {slip: undefined};
  const like = nearest(word, ids);
  const error = new UsageError({kind: 'unknown-command', command: word, like, isName: true});
  return {slip: {error, isNear: like !== undefined}};
}
