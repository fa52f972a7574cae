import type {SignalSet} from './signal-set.ts';

/** What the kernel put on a thread's stack when it started a signal handler: sigreturn(2), rt_sigframe. */
export interface SignalFrame {
  /** Bytes from the start of the memory that was searched. */
  readonly offset: number;
  /** The signal mask that the thread gets back when the handler returns. */
  readonly maskAfter: SignalSet;
}

/** How much of a stack is searched, in bytes: from the stack pointer upwards to the end of the mapping, at most. */
export const SIGNAL_FRAME_SEARCH = 65_536;

/** Of each architecture, how a frame is known and where its mask lies; undefined where neither is known here. */
const layouts: Readonly<Record<string, FrameLayout>> = {
  x64: {framesIn: x64FramesIn},
  arm64: {framesIn: arm64FramesIn},
};

interface FrameLayout {
  readonly framesIn: (stack: Buffer, isRestorer: (address: bigint) => boolean) => SignalFrame[];
}

/** Whether frames of this architecture (as process.arch names it) can be found at all. */
export function knowsSignalFrames(arch: string): boolean {
  return Object.hasOwn(layouts, arch);
}

/**
 * The frames of the handlers that a thread is in, the innermost first. `stack`: its memory from the stack pointer
 * upwards; the frames lie on it also where the handler has a stack of its own (SA_ONSTACK).
 * @param isRestorer whether the code at an address is that which returns from a handler (x86-64 only); it is asked for
 *   addresses only that the rest of the frame speaks for
 */
export function findSignalFrames(
  arch: string,
  stack: Buffer,
  isRestorer: (address: bigint) => boolean,
): SignalFrame[] {
  return layouts[arch]?.framesIn(stack, isRestorer) ?? [];
}

/**
 * struct rt_sigframe of x86-64 (arch/x86/include/asm/sigframe.h): the return address, then a struct ucontext with the
 * registers (struct sigcontext_64) and the mask.
 */
const X64 = {
  ucontext: 8,
  codeSegment: 8 + 40 + 144,
  stackSegment: 8 + 40 + 150,
  mask: 8 + 296,
  size: 8 + 304,
};
/** __USER_CS and __USER_DS of 64-bit programs. */
const [USER_CS, USER_DS] = [0x33, 0x2b];
/** UC_FP_XSTATE, UC_SIGCONTEXT_SS and UC_STRICT_RESTORE_SS: no other flags exist. */
const UCONTEXT_FLAGS = 7n;

function x64FramesIn(stack: Buffer, isRestorer: (address: bigint) => boolean): SignalFrame[] {
  const frames: SignalFrame[] = [];
  for (let offset = 0; offset + X64.size <= stack.length; offset += 8) {
    if (stack.readUInt16LE(offset + X64.codeSegment) !== USER_CS) continue;
    if (![0, USER_DS].includes(stack.readUInt16LE(offset + X64.stackSegment))) continue;
    if (stack.readBigUInt64LE(offset + X64.ucontext) > UCONTEXT_FLAGS) continue;
    if (!isRestorer(stack.readBigUInt64LE(offset))) continue;
    frames.push({offset, maskAfter: stack.readBigUInt64LE(offset + X64.mask)});
  }
  return frames;
}

/**
 * struct rt_sigframe of arm64 (arch/arm64/kernel/signal.c): a siginfo, then a struct ucontext, whose saved registers
 * end with the record of the floating point unit (struct fpsimd_context), which its magic number tells.
 */
const ARM64 = {fpsimdAfterUcontext: 176 + 288, maskAfterUcontext: 40, program: 176 + 8 + 32 * 8};
const FPSIMD_MAGIC = 0x4650_8001;
const FPSIMD_SIZE = 528;

function arm64FramesIn(stack: Buffer): SignalFrame[] {
  const frames: SignalFrame[] = [];
  for (let at = ARM64.fpsimdAfterUcontext; at + 8 <= stack.length; at += 16) {
    if (stack.readUInt32LE(at) !== FPSIMD_MAGIC || stack.readUInt32LE(at + 4) !== FPSIMD_SIZE) continue;
    const ucontext = at - ARM64.fpsimdAfterUcontext;
    // uc_flags and uc_link are 0, and the program counter is that of a program.
    if (stack.readBigUInt64LE(ucontext) !== 0n || stack.readBigUInt64LE(ucontext + 8) !== 0n) continue;
    if (stack.readBigUInt64LE(ucontext + ARM64.program) === 0n) continue;
    frames.push({
      offset: ucontext,
      maskAfter: stack.readBigUInt64LE(ucontext + ARM64.maskAfterUcontext),
    });
  }
  return frames;
}

/** `mov $15,%rax; syscall`: rt_sigreturn(2), which is what glibc and musl return from a handler to. */
const X64_RESTORER = Buffer.from('48c7c00f0000000f05', 'hex');

/** How many bytes of code tell it. */
export const RESTORER_SIZE = X64_RESTORER.length;

/** Whether code returns from a signal handler. */
export function isRestorerCode(code: Buffer): boolean {
  return code.subarray(0, RESTORER_SIZE).equals(X64_RESTORER);
}
