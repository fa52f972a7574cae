import type {Platform} from '../signals/signals.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {hex} from '../wait-status/wait-status.ts';
import {accepted, type Interpreted} from './interpretation.ts';

/** The statuses (ntstatus.h) and exception codes with which Windows ends a process, by what people meet. */
const NAMES = {
  1073807364: 'DBG_TERMINATE_PROCESS',
  2147483651: 'STATUS_BREAKPOINT',
  3221225477: 'STATUS_ACCESS_VIOLATION',
  3221225495: 'STATUS_NO_MEMORY',
  3221225501: 'STATUS_ILLEGAL_INSTRUCTION',
  3221225620: 'STATUS_INTEGER_DIVIDE_BY_ZERO',
  3221225725: 'STATUS_STACK_OVERFLOW',
  3221225781: 'STATUS_DLL_NOT_FOUND',
  3221225785: 'STATUS_ENTRYPOINT_NOT_FOUND',
  3221225786: 'STATUS_CONTROL_C_EXIT',
  3221225794: 'STATUS_DLL_INIT_FAILED',
  3221226356: 'STATUS_HEAP_CORRUPTION',
  3221226505: 'STATUS_STACK_BUFFER_OVERRUN',
  3221226519: 'STATUS_INVALID_CRUNTIME_PARAMETER',
  3221227010: 'STATUS_FAIL_FAST_EXCEPTION',
  3762504530: 'CLR_EXCEPTION',
  3765269347: 'CPP_EXCEPTION',
} as const;

export type WindowsStatus = (typeof NAMES)[keyof typeof NAMES];

const names: Readonly<Record<number, WindowsStatus>> = NAMES;

/** The name that Windows or a runtime there has for an exit code; undefined for a code of the program's own. */
export function windowsStatusName(code: number): WindowsStatus | undefined {
  return names[code];
}

/**
 * The exit code of a Windows process, 32 bits with or without a sign: -1073741819 and 3221225477 are 0xc0000005.
 * Windows has no signals, so nothing but an exit can be in it.
 */
export function parseWindowsExitCode(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const value = number.value >>> 0;
  const status = {raw: number.value, hex: hex(value, 8), kind: 'exited', leftOver: 0, platform} as const;
  return accepted({notation: {readAs: 'windows', value}, status, doubt: null});
}

/** Whether a number can hardly be anything but an exit code of Windows: an error NTSTATUS or an exception code. */
export function looksLikeWindows(number: number): boolean {
  const code = number >>> 0;
  return code in NAMES || (code >= 0xc000_0000 && code < 0xd000_0000);
}
