import type {WaitStatusDoubt} from '../../parse/wait-status/doubts.ts';
import {hex} from '../../parse/wait-status/wait-status.ts';
import {platformName} from './platform-name.ts';

const BY_DEFAULT = {
  ignore: 'by default it is ignored',
  stop: 'by default it stops a process',
  continue: 'by default it continues a stopped process',
};

/** Why nobody can have got a status: a clause that fits after "because", without a full stop. */
export function doubtText(doubt: WaitStatusDoubt): string {
  switch (doubt.kind) {
    case 'core-bit-without-signal':
      return 'the core bit (0x80) comes only with a signal, and here the low seven bits name none';
    case 'no-such-signal':
      return `${platformName[doubt.platform]} has no signal ${doubt.signalNumber}`;
    case 'signal-never-kills':
      return `${doubt.signal} kills no process: ${BY_DEFAULT[doubt.action]}`;
    case 'exit-and-signal':
      return `a process either exits or is killed: an exit status (${doubt.exitStatus}) and a signal (${doubt.signalNumber}) exclude each other`;
    case 'signal-never-dumps-core':
      return `the kernel sets the core bit (0x80) only for a signal that dumps core, and ${doubt.signal} never does`;
    case 'sigkill-never-stops':
      return 'SIGKILL stops no process, and no tracer ever sees it';
    case 'event-without-trap':
      return `${doubt.event} comes with SIGTRAP or a stop signal, not with ${doubt.signal}`;
    case 'bits-above':
      return `Linux sets no bit above the low 16 here, and ${hex(doubt.bits, 2)} is set`;
    case 'failed-call':
      return 'waitpid(2) and system(3) return -1 when they fail';
    case 'like-no-status':
      return 'the status of an exit, a kill, a stop or a continue (0xffff) looks different';
  }
}
