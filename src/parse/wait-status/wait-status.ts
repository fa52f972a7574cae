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

type Decoded = Omit<WaitStatus, 'raw' | 'hex' | 'kind' | 'leftOver' | 'platform'> & {
  /** The bits that this kind gives a meaning to. */
  readonly meant: number;
};

/**
 * Takes a status of waitpid(2) apart as the macros of the platform's <sys/wait.h> do: wait(2).
 * @param raw the int, or its unsigned 32-bit form; of a zombie it is field 52 of /proc/PID/stat
 */
export function decodeWaitStatus(raw: number, platform: Platform = 'linux'): WaitStatus {
  const kind = waitKind[platform](raw | 0);
  const {meant, ...decoded} = decoders[kind](raw | 0, platform);
  return {raw, hex: hex(raw, 4), kind, ...decoded, leftOver: raw & ~meant, platform};
}

/** Hexadecimal of the number's 32 bits, with at least so many digits. */
export function hex(bits: number, digits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(digits, '0')}`;
}

const decoders: Readonly<Record<WaitKind, (status: number, platform: Platform) => Decoded>> = {
  exited: status => ({exitStatus: highByte(status), meant: 0xff00}),

  signaled(status, platform) {
    const signal = termSignal(status);
    return {
      ...nameOf(signal, platform),
      signalNumber: signal,
      coreDumped: hasCoreBit(status),
      meant: 0xff,
    };
  },

  stopped(status, platform) {
    const signal = highByte(status);
    const event = (status >>> 16) & 0xffff;
    const trace = isLinux(platform) ? ptraceStop(signal, event) : undefined;
    if (trace === undefined) return {...nameOf(signal, platform), signalNumber: signal, meant: 0xff7f};
    return {...nameOf(signal & 0x7f, platform), signalNumber: signal, ptraceEvent: trace, meant: ~0x80};
  },

  continued: () => ({signal: 'SIGCONT', meant: 0xffff}),

  unrecognized: () => ({meant: -1}),
};

function nameOf(signal: number, platform: Platform): {signal?: string} {
  const name = signalName(signal, platform);
  return name === undefined ? {} : {signal: name};
}
