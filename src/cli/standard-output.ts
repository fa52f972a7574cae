import {unwrittenText} from '../render/unwritten.ts';
import {exitStatus} from './failures.ts';
import {say} from './messages.ts';

let isGuarded = false;

/**
 * procdoc's standard output. `procdoc … | head` closes it: the reader has what it wanted, so procdoc exits quietly. A
 * full disk is a failure.
 *
 * Only what is to print asks for it: Node makes a pipe non-blocking, also for the other processes that share it.
 */
export function standardOutput(): NodeJS.WriteStream {
  if (!isGuarded) process.stdout.on('error', exitOn);
  isGuarded = true;
  return process.stdout;
}

function exitOn(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  say(unwrittenText(error.message, 'procdoc'));
  process.exit(exitStatus.cannotLook);
}
