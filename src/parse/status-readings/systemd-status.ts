import {type Platform, signalName, signalNumber, systemName} from '../signals/signals.ts';
import {parseStatusNumber, quoted} from '../wait-status/status-number.ts';
import {type SystemdExitCode, systemdExitCode} from '../wait-status/systemd-exit-codes.ts';
import {
  accepted,
  announced,
  type Interpretation,
  type Interpreted,
  interpretExit,
  interpretWaitStatus,
  refused,
} from './interpretation.ts';

const ACCEPTED = 'give a number from 0 to 255, 203/EXEC, 9/KILL, or "code=killed, status=9/KILL"';
const WORDS =
  /(?:^|[\s(])(?:code=(?<code>exited|killed|dumped),\s*)?(?:(?:status=)?(?<number>\d{1,3})(?:\/(?<name>[A-Z][\w+-]*))?|signal=(?<signal>[A-Z][\w+-]*))\)?$/;

/**
 * A status as systemd shows it: the number alone (ExecMainStatus), "203/EXEC", or the end of a line of the journal
 * or of `systemctl status`: "code=killed, status=9/KILL", "(code=killed, signal=KILL)".
 * Source: systemd.exec(5), "Process exit codes".
 */
export function parseSystemdStatus(text: string, platform: Platform): Interpreted {
  const trimmed = text.trim();
  if (/^-?\w*$/.test(trimmed)) {
    const number = parseStatusNumber(trimmed);
    return number.ok ? parseExitCode(number.value, undefined, platform) : refused(number.problem);
  }
  const {code, number, name, signal} = WORDS.exec(trimmed)?.groups ?? {};
  if (signal !== undefined) return parseSignal(signalNumber(signal, platform) ?? 0, signal, code, platform);
  if (number === undefined) return refused(`${quoted(trimmed)} is no status of systemd: ${ACCEPTED}.`);
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
  const known = signalName(value, platform);
  if (known === undefined)
    return refused(`${systemName(platform)} has no signal ${quoted(name ?? `${value}`)}.`);
  if (name !== undefined && signalNumber(name, platform) !== value) {
    return refused(`${quoted(`${value}/${name}`)} contradicts itself: signal ${value} is ${known}.`);
  }
  const killed = interpretWaitStatus(code === 'dumped' ? value | 0x80 : value, platform);
  return accepted(announced(killed, `code=${code ?? 'killed'}, status=${value}/${known.replace('SIG', '')}`));
}

function parseExitCode(value: number, name: string | undefined, platform: Platform): Interpreted {
  if (value < 0 || value > 255) return refused(`${value} is no exit status of a service: ${ACCEPTED}.`);
  const known = systemdExitCode(value);
  if (name !== undefined && name !== known?.name) {
    const truth = known === undefined ? 'systemd has no name for' : `systemd says ${known.name} for`;
    return refused(`${quoted(`${value}/${name}`)} contradicts itself: ${truth} ${value}.`);
  }
  const exited = interpretExit(value, platform);
  if (known === undefined) return accepted(announced(exited, `status=${value}`));
  return accepted(announced({...exited, ...ofSystemd(value, known)}, `status=${value}/${known.name}`));
}

function ofSystemd(
  value: number,
  {failed, setting}: SystemdExitCode,
): Partial<Pick<Interpretation, 'meaning' | 'causes'>> {
  if (failed === undefined) {
    const lsb = LSB_MEANINGS[value];
    return lsb === undefined
      ? {}
      : {
          meaning: `By the LSB's convention for init scripts: ${lsb}; other programs may mean something else.`,
        };
  }
  return {
    meaning: `systemd could not ${failed}; the program was never started.`,
    causes: [
      ...(USUAL_CAUSES[value] ?? []),
      ...(setting === undefined ? [] : [`${setting} of the unit`]),
      `the program was started after all, and exited with ${value} itself`,
    ],
  };
}

const USUAL_CAUSES: Readonly<Record<number, readonly string[]>> = {
  200: ['the directory is not there, or the user may not enter it'],
  203: ['the file is not there or not executable', 'the interpreter of its #! line is not there'],
  217: ['the user does not exist'],
  221: ['systemd.confirm_spawn= on the kernel command line'],
  226: ['a path that the unit names is not there'],
};

/** Linux Standard Base, "Init Script Actions". */
const LSB_MEANINGS: Readonly<Record<number, string>> = {
  2: 'invalid or excess arguments',
  3: 'not implemented',
  4: 'no permission',
  5: 'not installed',
  6: 'not configured',
  7: 'not running',
};
