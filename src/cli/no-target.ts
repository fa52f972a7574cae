import type {MistakenPath, NoTarget} from '../parse/holder-target.ts';

/** Why a text isn't a target of `holders`, and what to write instead. */
export function noTargetText(text: string, problem: NoTarget['problem']): string {
  switch (problem.kind) {
    case 'empty':
      return 'TARGET is empty: give a path, :PORT, unix:NAME, pipe:[N] or PID:FD';
    case 'no-port':
      return `"${text}" has no port from 1 to 65535: write :PORT, tcp:PORT or tcp:ADDRESS:PORT`;
    case 'no-address':
      return `"${problem.host}" isn't an address: give it in numbers, 127.0.0.1 or [::1]`;
    case 'no-unix-name':
      return `"${text}" isn't a UNIX socket: write unix:/PATH, or unix:@NAME for an abstract one`;
  }
}

/** What to write instead of a path that was not meant as one. */
export function mistakenPathText(text: string, mistake: MistakenPath): string {
  switch (mistake.kind) {
    case 'pipe':
    case 'socket':
      return `"${text}" isn't a ${mistake.kind}: write ${mistake.kind}:[${mistake.inode ?? 'INODE'}], as in /proc/PID/fd`;
    case 'address':
      return `"${text}" isn't a target: for the port at that address write tcp:${text}`;
    case 'host':
      return `"${mistake.host}" isn't an address: write :${mistake.port}, or tcp:ADDRESS:${mistake.port} with the address in numbers`;
    case 'descriptor':
      return `"${text}" isn't a descriptor: write PID:FD, two numbers`;
    case 'port-number':
      return `for a port write :${text}`;
    case 'abstract-socket':
      return `for an abstract socket write unix:${text}`;
  }
}
