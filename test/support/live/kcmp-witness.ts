import {execFileSync} from 'node:child_process';

/** A descriptor of a process, as "pid/fd". */
export type DescriptorName = `${number}/${number}`;

/** Compares every two of the descriptors by kcmp(2), through ctypes; prints those that are one description. */
const PROGRAM = `
import ctypes, itertools, json, os, sys
number = {'x86_64': 312, 'aarch64': 272}[os.uname().machine]
libc = ctypes.CDLL(None, use_errno=True)
KCMP_FILE = 0
equal = []
for a, b in itertools.combinations(json.loads(sys.argv[1]), 2):
    (pid, fd), (other, other_fd) = ([int(part) for part in name.split('/')] for name in (a, b))
    if pid == other:
        continue
    order = libc.syscall(number, pid, other, KCMP_FILE, ctypes.c_ulong(fd), ctypes.c_ulong(other_fd))
    if order < 0:
        sys.exit(f'kcmp {a} {b}: {os.strerror(ctypes.get_errno())}')
    if order == 0:
        equal.append([a, b])
print(json.dumps(equal))
`;

/** The pairs of descriptors, of two processes each, that the kernel says are one description. */
export function equalPairs(names: readonly DescriptorName[]): [DescriptorName, DescriptorName][] {
  const python = process.env.PYTHON3 ?? 'python3';
  return JSON.parse(execFileSync(python, ['-c', PROGRAM, JSON.stringify(names)], {encoding: 'utf8'}));
}
