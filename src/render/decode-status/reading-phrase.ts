import type {Notation} from '../../parse/status-readings/notation.ts';

/** How a status was read, to follow what it means: "as $? of a shell: 128 + 9". */
export function readingPhrase(notation: Notation): string {
  switch (notation.readAs) {
    case 'wait':
      return 'as a wait status';
    case 'shell':
      return `as $? of a shell${sumText(notation.signalNumber)}`;
    case 'python':
      return "as returncode of Python's subprocess";
    case 'node':
      return 'signalCode' in notation ? 'as signalCode of Node' : 'as exitCode of Node';
    case 'container':
      return `as exit code of a container${sumText(notation.signalNumber)}`;
    case 'systemd':
      return `as systemd's ${systemdText(notation)}`;
    case 'siginfo':
      return `as si_code and si_status of waitid(2): ${notation.code}, ${notation.value}`;
  }
}

/** "status=203/EXEC", "code=killed, status=9/KILL": as systemd prints it. */
export function systemdText({code, value, name}: Extract<Notation, {readAs: 'systemd'}>): string {
  const status = `status=${value}${name === null ? '' : `/${name}`}`;
  return code === null ? status : `code=${code}, ${status}`;
}

function sumText(signalNumber: number | null): string {
  return signalNumber === null ? '' : `: 128 + ${signalNumber}`;
}
