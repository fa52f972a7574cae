import {type WindowsStatus, windowsStatusName} from '../../parse/status-readings/windows-exit-code.ts';
import type {Explanation} from './explanation.ts';

const OF_ITS_OWN = 'An exit code of the program: Windows has no name for it as the end of a process.';

/** What an exit code of a Windows process means: Windows has no signals, and ends a process with a status instead. */
export function windowsExplanation(value: number): Explanation {
  if (value === 0xffff_ffff)
    return {meaning: 'exit(-1) of the program, or TerminateProcess with -1.', causes: []};
  const name = windowsStatusName(value);
  const [meaning, ...causes] = name === undefined ? [OF_ITS_OWN] : MEANINGS[name];
  return {meaning, causes};
}

type Entry = readonly [meaning: string, ...causes: string[]];

const MEANINGS: Readonly<Record<WindowsStatus, Entry>> = {
  DBG_TERMINATE_PROCESS: ['A debugger ended the process.'],
  STATUS_BREAKPOINT: [
    'The process hit a breakpoint without a debugger.',
    'a failed assertion, or an abort of Chromium or V8 (out of memory)',
  ],
  STATUS_ACCESS_VIOLATION: [
    'The process accessed memory that is unmapped or forbidden to it: SIGSEGV on Linux.',
    'a null, dangling or corrupted pointer',
    'a native extension or library that does not fit the program',
  ],
  STATUS_NO_MEMORY: ["The process ran out of memory, or reached its job object's limit."],
  STATUS_ILLEGAL_INSTRUCTION: [
    'The process executed an instruction that the CPU does not know: SIGILL on Linux.',
    'the program was built for a newer CPU',
  ],
  STATUS_INTEGER_DIVIDE_BY_ZERO: ['The process divided an integer by zero: SIGFPE on Linux.'],
  STATUS_STACK_OVERFLOW: ['The stack of the process overflowed.', 'too deep a recursion'],
  STATUS_DLL_NOT_FOUND: [
    'The program was not started: a DLL that it needs was not found.',
    'a runtime that is not installed, or a PATH without its directory',
  ],
  STATUS_ENTRYPOINT_NOT_FOUND: [
    'The program was not started: a DLL lacks a function that it needs.',
    'a DLL of another version stands earlier in the PATH',
  ],
  STATUS_CONTROL_C_EXIT: [
    'The process was interrupted from its console: SIGINT on Linux.',
    'Ctrl-C or Ctrl-Break',
    'the console closed, the user logged off, or a CI runner canceled the job',
  ],
  STATUS_DLL_INIT_FAILED: [
    'The program was not started: a DLL failed to initialize.',
    'the session logs off, or has no desktop heap left',
  ],
  STATUS_HEAP_CORRUPTION: [
    'The heap of the process is corrupted: SIGABRT of glibc on Linux.',
    'a double free, or a write beyond a block',
  ],
  STATUS_STACK_BUFFER_OVERRUN: [
    'The process ended itself at once (fail fast): a stack buffer overrun was found, or abort() was called.',
    'abort(), a failed assertion, an uncaught C++ exception or a panic',
    'a write beyond a buffer on the stack',
  ],
  STATUS_INVALID_CRUNTIME_PARAMETER: ['The C runtime was called with an invalid argument.'],
  STATUS_FAIL_FAST_EXCEPTION: ['The process ended itself at once (fail fast).'],
  CLR_EXCEPTION: ['An uncaught .NET exception.', 'the event log and stderr name the exception'],
  CPP_EXCEPTION: ['An uncaught C++ exception (Visual C++).'],
};
