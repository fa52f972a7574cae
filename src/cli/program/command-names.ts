import {nearest} from '../../parse/targets/nearest.ts';
import {UsageError} from '../failures.ts';

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
  throw new UsageError({kind: 'unknown-command', command: id, like});
}
