import {isLinux, type Platform, signalName, signalNumber} from '../signals/signals.ts';
import {parseStatusNumber, type StatusNumber} from '../wait-status/status-number.ts';
import {CONTINUED_STATUS} from '../wait-status/wait-macros.ts';
import {accepted, type Interpreted, interpretWaitStatus, refused} from './interpretation.ts';
import {CHILD_CODES, type ChildCode} from './notation.ts';

const PAIR = /^(?:si_code=)?(?<code>\w+)[\s,]+(?:si_status=)?(?<status>[-\w+]+)$/;
const AMONG_OTHERS = /\bsi_code=(?<code>\w+)\b.{0,400}?\bsi_status=(?<status>[-\w+]+)/;

/**
 * si_code and si_status, as waitid(2) and the siginfo of SIGCHLD give them: "CLD_KILLED, 9", "2,9",
 * "si_code=CLD_KILLED, si_status=SIGKILL", or a whole siginfo as strace prints it.
 */
export function parseSiginfoStatus(text: string, platform: Platform): Interpreted {
  const trimmed = text.trim();
  const groups = (PAIR.exec(trimmed) ?? AMONG_OTHERS.exec(trimmed))?.groups;
  const code = childCode(groups?.code ?? '');
  if (code === undefined) return refused({kind: 'siginfo-form', text: trimmed});
  const status = statusValue(groups?.status ?? '', platform);
  if (!status.ok) return status;
  const {value} = status;
  if (!belongTogether(code, value, platform))
    return refused({kind: 'siginfo-mismatch', code, value, platform});
  return accepted(
    interpretWaitStatus(rawStatus(code, value, platform), platform, {readAs: 'siginfo', code, value}),
  );
}

/** The status that waitpid(2) fills in where waitid(2) gives this pair. */
function rawStatus(code: ChildCode, status: number, platform: Platform): number {
  switch (code) {
    case 'CLD_EXITED':
      return (status & 0xff) << 8;
    case 'CLD_KILLED':
      return status;
    case 'CLD_DUMPED':
      return status | 0x80;
    case 'CLD_TRAPPED':
    case 'CLD_STOPPED':
      return (status << 8) | 0x7f;
    case 'CLD_CONTINUED':
      return CONTINUED_STATUS[platform];
  }
}

/** Whether waitid(2) can give this si_status with this si_code. */
function belongTogether(code: ChildCode, status: number, platform: Platform): boolean {
  switch (code) {
    case 'CLD_EXITED':
      // FreeBSD, macOS and Solaris keep the whole int of exit(3) here.
      return (status >= 0 && status <= 255) || !isLinux(platform);
    case 'CLD_TRAPPED':
      return status > 0 && status <= 0xffff;
    case 'CLD_CONTINUED':
      return signalName(status, platform) === 'SIGCONT';
    default:
      return signalName(status, platform) !== undefined;
  }
}

function childCode(text: string): ChildCode | undefined {
  return CHILD_CODES.find((name, index) => text.toUpperCase() === name || text === String(index + 1));
}

function statusValue(text: string, platform: Platform): StatusNumber {
  const signal = signalNumber(text, platform);
  return signal === undefined ? parseStatusNumber(text) : {ok: true, value: signal};
}
