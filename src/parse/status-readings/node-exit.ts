import {type Platform, signalNumber} from '../signals/signals.ts';
import {isDecimal, parseStatusNumber} from '../wait-status/status-number.ts';
import {hex} from '../wait-status/wait-status.ts';
import {
  accepted,
  type Interpretation,
  type Interpreted,
  interpretExit,
  interpretKill,
  refused,
} from './interpretation.ts';
import {spawnError} from './spawn-errors.ts';

/**
 * What Node's child_process gives on 'exit' and 'close': exitCode, or signalCode with exitCode null; also both as
 * a listener prints them ("null, 'SIGTERM'"). A negative exitCode is minus the errno with which spawn failed.
 */
export function parseNodeExit(text: string, platform: Platform): Interpreted {
  if (isDecimal(text)) return parseExitCode(text.trim(), platform);
  const [only, ...more] = text
    .replaceAll(/[[\]()'"`]/g, ' ')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== 'null');
  if (only === undefined) return refused({kind: 'node-both-null'});
  if (only === '' && text.includes('null')) return refused({kind: 'node-nameless-signal'});
  if (more.length > 0) return refused({kind: 'node-form', text: text.trim()});
  const signal = signalNumber(only, platform);
  if (signal !== undefined)
    return accepted(interpretKill(signal, platform, {readAs: 'node', signalCode: only.toUpperCase()}));
  if (/^[a-z]/i.test(only)) return refused({kind: 'node-signal', text: only, platform});
  return parseExitCode(only, platform);
}

function parseExitCode(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const exitCode = number.value;
  if (exitCode >= 0 && exitCode <= 255)
    return accepted(interpretExit(exitCode, platform, {readAs: 'node', exitCode, failedWith: null}));
  const failure = spawnFailure(exitCode, platform);
  return failure === undefined ? refused({kind: 'node-exit-code', text}) : accepted(failure);
}

/** No child, hence no wait status: `unrecognized`, with the number that Node gives. */
function spawnFailure(exitCode: number, platform: Platform): Interpretation | undefined {
  const failedWith = spawnError(exitCode, platform);
  if (failedWith === undefined) return undefined;
  return {
    notation: {readAs: 'node', exitCode, failedWith},
    status: {raw: exitCode, hex: hex(exitCode, 4), kind: 'unrecognized', leftOver: 0, platform},
    doubt: null,
  };
}
