import {isInheritedFd, readOwnStart} from '../../kernel/children/own-process.ts';
import type {Order} from '../../lifecycle/run/accompany.ts';
import {parsePidCmdline} from '../../parse/process/pid-cmdline.ts';
import {encodeText} from '../../parse/text.ts';
import {CannotLook, UsageError} from '../failures.ts';
import type {RunFlagValues} from './flags.ts';

/**
 * What is to be run. Its words and its environment are taken from the kernel: Node reads them as UTF-8, and procdoc sets
 * variables for itself.
 * @param count how many words the command has, which end procdoc's command line
 */
export function orderOf(count: number, flags: RunFlagValues): Order {
  if (flags['keep-signals']) throw new UsageError({kind: 'signals-not-kept'});
  const own = readOwnStart();
  if (!own.ok) throw new CannotLook({kind: 'own-start-unreadable', errno: own.errno});
  const keptFds = flags['keep-fd'] ?? [];
  const missing = keptFds.find(fd => !isInheritedFd(fd));
  if (missing !== undefined) throw new UsageError({kind: 'not-inherited', fd: missing});
  return {
    argv: parsePidCmdline(own.value.arguments).slice(-count).map(encodeText),
    environment: parsePidCmdline(own.value.environment).map(encodeText),
    keptFds,
    timeoutSeconds: flags.timeout || undefined,
    graceSeconds: flags.grace,
  };
}
