import {appletName} from './pipeline-program.ts';
import type {Process} from './process.ts';

const plain = words(
  'base64 cat cmp comm cut dd echo egrep expand fgrep fmt fold grep gunzip gzip head hexdump join ls nl od paste',
  'printf rev seq shuf sleep strings tac tail tee tr uniq wc xxd xz yes zcat',
);
/** Not zsh, which has a module that listens; nor gawk, which has /inet. */
const starting = words(
  'ash bash csh dash env find fish flock ksh ksh93 mksh nice nohup posh sed setsid sh sort split tcsh timeout xargs yash',
);
const neverForking = new Set(plain);
const neverListening = new Set([...plain, ...starting]);

/** Whether the program that a process executes starts no other: what it was before its execve(2) may have. */
export function neverForks(process: Process): boolean {
  return neverForking.has(appletName(process));
}

/** Whether the program that a process executes never calls listen(2), so that a listener in it came from elsewhere. */
export function neverListens(process: Process): boolean {
  return neverListening.has(appletName(process));
}

function words(...lines: readonly string[]): string[] {
  return lines.flatMap(line => line.split(' '));
}
