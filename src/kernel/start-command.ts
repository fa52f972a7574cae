import {spawn} from 'node:child_process';
import type {Errno} from './read.ts';

/** How a command ended: by its exit status, by a signal, or not at all, because it could not be started. */
export type CommandEnd =
  | {readonly kind: 'exited'; readonly status: number}
  | {readonly kind: 'killed'; readonly signal: string}
  | {readonly kind: 'not-started'; readonly errno: Errno};

/**
 * Runs a command without a shell, with these variables added to the environment. It reads nothing, and what it prints
 * goes to stderr, since stdout has the data of procdoc.
 */
export function runToEnd(
  [file = '', ...words]: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<CommandEnd> {
  return new Promise(resolve => {
    const child = spawn(file, words, {env: {...process.env, ...variables}, stdio: ['ignore', 2, 2]});
    child.on('error', ({code = 'EIO'}: NodeJS.ErrnoException) => resolve({kind: 'not-started', errno: code}));
    child.on('exit', (status, signal) =>
      resolve(signal === null ? {kind: 'exited', status: status ?? 0} : {kind: 'killed', signal}),
    );
  });
}
