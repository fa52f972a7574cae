import {obstacleToWriting} from '../kernel/text-file.ts';
import {CannotLook, UsageError} from './failures.ts';
import {outputTerminal} from './standard-output.ts';

/** Where an answer is to go that is a file. */
export interface AskedOutput {
  readonly output: string | undefined;
  readonly json: boolean;
}

/**
 * The file that is to be written; "-" is standard output. There is no place where it would go by itself. What can't be
 * written is refused before anything is read, which may take long.
 * @param description what the file is, for who left it out
 * @param onTerminal what is said of one that would go to a terminal
 */
export function requiredOutput(
  {output, json}: AskedOutput,
  description: string,
  onTerminal: 'recording-on-terminal' | 'page-on-terminal',
): string {
  if (output === undefined) throw new UsageError({kind: 'missing-word', word: '-o FILE', description});
  if (output === '-' && json) throw new UsageError({kind: 'json-and-file-on-stdout'});
  if (output === '-' && outputTerminal()) throw new UsageError({kind: onTerminal});
  const errno = output === '-' ? undefined : obstacleToWriting(output);
  if (errno !== undefined) throw new CannotLook({kind: 'file-unwritable', file: output, errno});
  return output;
}
