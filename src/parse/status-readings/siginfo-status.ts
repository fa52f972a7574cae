import {isLinux, type Platform, signalName, signalNumber, systemName} from '../signals/signals.ts';
import {parseStatusNumber, quoted, type StatusNumber} from '../wait-status/status-number.ts';
import {CONTINUED_STATUS} from '../wait-status/wait-macros.ts';
import {accepted, announced, type Interpreted, interpretWaitStatus, refused} from './interpretation.ts';

/** si_code of a SIGCHLD, from 1 on, the same on every platform: sigaction(2). */
const CODES = [
  'CLD_EXITED',
  'CLD_KILLED',
  'CLD_DUMPED',
  'CLD_TRAPPED',
  'CLD_STOPPED',
  'CLD_CONTINUED',
] as const;

type ChildCode = (typeof CODES)[number];

const ACCEPTED = `give si_code and si_status, as in "CLD_KILLED, 9"; si_code is ${CODES[0]} (1) to ${CODES[5]} (6)`;
const PAIR = /^(?:si_code=)?(?<code>\w+)[\s,]+(?:si_status=)?(?<status>[-\w+]+)$/;
const AMONG_OTHERS = /\bsi_code=(?<code>\w+)\b.*\bsi_status=(?<status>[-\w+]+)/;

/**
 * si_code and si_status, as waitid(2) and the siginfo of SIGCHLD give them: "CLD_KILLED, 9", "2,9",
 * "si_code=CLD_KILLED, si_status=SIGKILL", or a whole siginfo as strace prints it.
 */
export function parseSiginfoStatus(text: string, platform: Platform): Interpreted {
  const trimmed = text.trim();
  const groups = (PAIR.exec(trimmed) ?? AMONG_OTHERS.exec(trimmed))?.groups;
  const code = childCode(groups?.code ?? '');
  if (code === undefined) return refused(`${quoted(trimmed)} is no siginfo of a child: ${ACCEPTED}.`);
  const status = statusValue(groups?.status ?? '', platform);
  if (!status.ok) return status;
  const {value} = status;
  const problem = mismatch(code, value, platform);
  if (problem !== undefined) return refused(`si_status ${value} does not go with ${code}: ${problem}.`);
  const raw = rawStatus(code, value, platform);
  return accepted(announced(interpretWaitStatus(raw, platform), `${code}, ${value}`));
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

/** Why the pair cannot be; undefined where it can. */
function mismatch(code: ChildCode, status: number, platform: Platform): string | undefined {
  const isByte = status >= 0 && status <= 255;
  switch (code) {
    case 'CLD_EXITED':
      // FreeBSD, macOS and Solaris keep the whole int of exit(3) here.
      return isByte || !isLinux(platform) ? undefined : 'an exit status is 0 to 255';
    case 'CLD_TRAPPED':
      return status > 0 && status <= 0xffff
        ? undefined
        : 'it is a signal, with a ptrace event above it at most';
    case 'CLD_CONTINUED':
      return signalName(status, platform) === 'SIGCONT' ? undefined : 'it is always SIGCONT';
    default:
      return signalName(status, platform) === undefined
        ? `${systemName(platform)} has no such signal`
        : undefined;
  }
}

function childCode(text: string): ChildCode | undefined {
  return CODES.find((name, index) => text.toUpperCase() === name || text === String(index + 1));
}

function statusValue(text: string, platform: Platform): StatusNumber {
  const signal = signalNumber(text, platform);
  return signal === undefined ? parseStatusNumber(text) : {ok: true, value: signal};
}
