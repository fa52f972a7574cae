import {type Platform, signalName, signalNumber} from '../signals/signals.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {systemdExitCode} from '../wait-status/systemd-exit-codes.ts';
import {accepted, type Interpreted, interpretExit, interpretWaitStatus, refused} from './interpretation.ts';

const WORDS =
  /(?:^|[\s(])(?:code=(?<code>exited|killed|dumped),\s*)?(?:(?:status=|^)(?<number>\d{1,3})(?:\/(?:n\/a|(?<name>[A-Z][\w+-]*)))?|signal=(?<signal>[A-Z][\w+-]*))\)?$/;

/**
 * A status as systemd shows it: the number alone (ExecMainStatus), "203/EXEC", or the end of a line of the journal
 * or of `systemctl status`: "code=killed, status=9/KILL", "(code=killed, signal=KILL)".
 * systemd writes "n/a" for an exit status without a name. Source: systemd.exec(5), "Process exit codes".
 */
export function parseSystemdStatus(text: string, platform: Platform): Interpreted {
  const trimmed = text.trim();
  if (/^-?\w*$/.test(trimmed)) {
    const number = parseStatusNumber(trimmed);
    return number.ok ? parseExitCode(number.value, undefined, platform) : refused(number.problem);
  }
  const {code, number, name, signal} = WORDS.exec(trimmed)?.groups ?? {};
  if (signal !== undefined) return parseSignal(signalNumber(signal, platform) ?? 0, signal, code, platform);
  if (number === undefined) return refused({kind: 'systemd-form', text: trimmed});
  const value = Number(number);
  const isSignal = name !== undefined && signalNumber(name, platform) === value;
  const killed = code === 'killed' || code === 'dumped' || (code === undefined && isSignal);
  return killed ? parseSignal(value, name, code, platform) : parseExitCode(value, name, platform);
}

function parseSignal(
  value: number,
  name: string | undefined,
  code: string | undefined,
  platform: Platform,
): Interpreted {
  const signal = signalName(value, platform);
  if (signal === undefined) return refused({kind: 'systemd-signal', text: name ?? `${value}`, platform});
  if (name !== undefined && signalNumber(name, platform) !== value)
    return refused({kind: 'systemd-signal-name', text: `${value}/${name}`, value, signal});
  const isDump = code === 'dumped';
  return accepted(
    interpretWaitStatus(isDump ? value | 0x80 : value, platform, {
      readAs: 'systemd',
      code: isDump ? 'dumped' : 'killed',
      value,
      name: signal.replace('SIG', ''),
    }),
  );
}

function parseExitCode(value: number, written: string | undefined, platform: Platform): Interpreted {
  if (value < 0 || value > 255) return refused({kind: 'systemd-range', value});
  const name = systemdExitCode(value)?.name ?? null;
  if (written !== undefined && written !== name)
    return refused({kind: 'systemd-name', text: `${value}/${written}`, value, name});
  return accepted(interpretExit(value, platform, {readAs: 'systemd', code: null, value, name}));
}
