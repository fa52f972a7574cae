import {decodeText} from '../text.ts';

/**
 * The arguments in /proc/PID/cmdline (proc_pid_cmdline(5)), where a NUL ends each. Empty for a zombie and a kernel
 * thread. A program can overwrite its arguments; the last NUL may then be missing.
 */
export function parsePidCmdline(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const end = bytes.at(-1) === 0 ? bytes.length - 1 : bytes.length;
  return splitAtNul(bytes.subarray(0, end)).map(part => decodeText(part));
}

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (let nul = bytes.indexOf(0); nul !== -1; nul = bytes.indexOf(0, from)) {
    parts.push(bytes.subarray(from, nul));
    from = nul + 1;
  }
  parts.push(bytes.subarray(from));
  return parts;
}
