import {defaultAction} from '../signals/signal-actions.ts';
import {describeSignal, isLinux, type Platform, signalName} from '../signals/signals.ts';
import {ptraceStop} from './ptrace-stops.ts';
import {hasCoreBit, highByte, termSignal, type WaitKind, waitKind} from './wait-macros.ts';

/** A wait status, decoded. The keys are a contract with scripts (`--json`); absent ones do not apply to the kind. */
export interface WaitStatus {
  /** The number as it was given: an int (negative too) or its unsigned form. */
  readonly raw: number;
  /** Its 32 bits, at least four digits: "0x8000". */
  readonly hex: string;
  readonly kind: WaitKind;
  /** WEXITSTATUS, 0 to 255; for `exited`. */
  readonly exitStatus?: number;
  /** "SIGKILL"; for `signaled` and `stopped`, where the platform has a name for it, and for `continued`. */
  readonly signal?: string;
  /** WTERMSIG or WSTOPSIG as the macro gives it: 133 (SIGTRAP | 0x80) in a syscall-stop; for `signaled` and `stopped`. */
  readonly signalNumber?: number;
  /** WCOREDUMP; for `signaled`, where it is known. */
  readonly coreDumped?: boolean;
  /** "PTRACE_EVENT_CLONE" …, or "syscall-stop"; for `stopped` under a tracer. */
  readonly ptraceEvent?: string;
  /** One line without a full stop: "killed by SIGILL (signal 4), core dumped". Bits that mean nothing are told, too. */
  readonly summary: string;
}

type Decoded = Omit<WaitStatus, 'raw' | 'hex' | 'kind'> & {
  /** The bits that this kind gives a meaning to. */
  readonly meant: number;
};

/**
 * What waitpid(2) tells by a status, as the macros of the platform's <sys/wait.h> take it apart.
 * @param raw the int, or its unsigned 32-bit form; of a zombie it is field 52 of /proc/PID/stat
 */
export function decodeWaitStatus(raw: number, platform: Platform = 'linux'): WaitStatus {
  const kind = waitKind[platform](raw | 0);
  const {meant, summary, ...decoded} = decoders[kind](raw | 0, platform);
  return {raw, hex: hex(raw, 4), kind, ...decoded, summary: summary + leftOver(raw & ~meant)};
}

/** Hexadecimal of the number's 32 bits, with at least so many digits. */
export function hex(bits: number, digits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(digits, '0')}`;
}

const decoders: Readonly<Record<WaitKind, (status: number, platform: Platform) => Decoded>> = {
  exited(status) {
    const exitStatus = highByte(status);
    return {exitStatus, summary: `exited with status ${exitStatus}`, meant: 0xff00};
  },

  signaled(status, platform) {
    const signal = termSignal(status);
    const coreDumped = hasCoreBit(status);
    const core = defaultAction(signal, platform) === 'core' ? ', core dumped' : ', with the core bit set';
    return {
      ...nameOf(signal, platform),
      signalNumber: signal,
      coreDumped,
      summary: `killed by ${describeSignal(signal, platform)}${coreDumped ? core : ''}`,
      meant: 0xff,
    };
  },

  stopped(status, platform) {
    const signal = highByte(status);
    const event = (status >>> 16) & 0xffff;
    const trace = isLinux(platform) ? ptraceStop(signal, event) : undefined;
    if (trace === undefined) {
      const summary = `stopped by ${describeSignal(signal, platform)}`;
      return {...nameOf(signal, platform), signalNumber: signal, summary, meant: 0xff7f};
    }
    return {
      ...nameOf(signal & 0x7f, platform),
      signalNumber: signal,
      ptraceEvent: trace.name,
      summary: `stopped under ptrace: ${trace.name}, ${describeSignal(signal & 0x7f, platform)}`,
      meant: ~0x80,
    };
  },

  continued: () => ({signal: 'SIGCONT', summary: 'continued by SIGCONT', meant: 0xffff}),

  unrecognized: () => ({
    summary: 'no wait status: no macro of <sys/wait.h> is true of it',
    meant: -1,
  }),
};

function nameOf(signal: number, platform: Platform): {signal?: string} {
  const name = signalName(signal, platform);
  return name === undefined ? {} : {signal: name};
}

function leftOver(bits: number): string {
  return bits === 0 ? '' : `; left over: ${hex(bits, 2)}`;
}
