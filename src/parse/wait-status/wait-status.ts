import {isLinux, type Platform, signalName} from '../signals/signals.ts';
import {type PtraceStop, ptraceStop} from './ptrace-stops.ts';
import {hasCoreBit, highByte, termSignal, type WaitKind, waitKind} from './wait-macros.ts';

/** A wait status, decoded; a key is absent where it does not apply to the kind. */
export interface WaitStatus {
  /** The number as it was given: an int (negative too) or its unsigned form. */
  readonly raw: number;
  /** The 32 bits of `raw`, in at least four digits: "0x8000". */
  readonly hex: string;
  readonly kind: WaitKind;
  /** WEXITSTATUS, 0 to 255; for `exited`. */
  readonly exitStatus?: number;
  /** "SIGKILL"; for `signaled` and `stopped`, where the platform has a name for it, and for `continued`. */
  readonly signal?: string;
  /**
   * WTERMSIG or WSTOPSIG as the macro gives it: 133 (SIGTRAP | 0x80) in a syscall-stop; for `signaled` and
   * `stopped`.
   */
  readonly signalNumber?: number;
  /** WCOREDUMP; for `signaled`, where it is known. */
  readonly coreDumped?: boolean;
  /** For `stopped` under a tracer. */
  readonly ptraceEvent?: PtraceStop;
  /** The set bits that mean nothing in a status of this kind, as an int; 0 where every set bit has a meaning. */
  readonly leftOver: number;
  /** The platform whose macros and signal numbers decoded the status. */
  readonly platform: Platform;
}

/**
 * Takes a status of waitpid(2) apart as the macros of the platform's <sys/wait.h> do: wait(2).
 * @param raw the int, or its unsigned 32-bit form; of a zombie it is field 52 of /proc/PID/stat
 */
export function decodeWaitStatus(raw: number, platform: Platform = 'linux'): WaitStatus {
  return decoders[waitKind[platform](raw | 0)](raw, platform);
}

/** Hexadecimal of the number's 32 bits, with at least so many digits. */
export function hex(bits: number, digits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(digits, '0')}`;
}

type Decoder = (raw: number, platform: Platform) => WaitStatus;

const decoders: Readonly<Record<WaitKind, Decoder>> = {
  exited: (raw, platform) => ({...plain(raw, platform, 'exited', 0xff00), exitStatus: highByte(raw)}),

  signaled(raw, platform) {
    const signalNumber = termSignal(raw);
    return {
      ...ofSignal(plain(raw, platform, 'signaled', 0xff), signalNumber),
      signalNumber,
      coreDumped: hasCoreBit(raw),
    };
  },

  stopped(raw, platform) {
    const signalNumber = highByte(raw);
    const event = (raw >>> 16) & 0xffff;
    const ptraceEvent = isLinux(platform) ? ptraceStop(signalNumber, event) : undefined;
    if (ptraceEvent === undefined)
      return {...ofSignal(plain(raw, platform, 'stopped', 0xff7f), signalNumber), signalNumber};
    const status = plain(raw, platform, 'stopped', ~0x80);
    return {...ofSignal(status, signalNumber & 0x7f), signalNumber, ptraceEvent};
  },

  continued: (raw, platform) => ({...plain(raw, platform, 'continued', 0xffff), signal: 'SIGCONT'}),

  unrecognized: (raw, platform) => plain(raw, platform, 'unrecognized', -1),
};

/** What every status has; `meant` are the bits that its kind gives a meaning to. */
function plain(raw: number, platform: Platform, kind: WaitKind, meant: number): WaitStatus {
  return {raw, hex: hex(raw, 4), kind, leftOver: raw & ~meant, platform};
}

/** A status with the name of its signal, where the platform has one. */
function ofSignal(status: WaitStatus, number: number): WaitStatus {
  const signal = signalName(number, status.platform);
  return signal === undefined ? status : {...status, signal};
}
