import {isContainerConfig, withoutSecrets} from './container-config.ts';

/** Which lines of a file of a process no recording has, by the name of the file. */
const leftOut: Readonly<Record<string, RegExp>> = {
  // Statistics of the scheduler, for kernel developers: all but the time when a task last ran.
  sched: /^(?!se\.exec_start).*\n/gm,
  // A bit for each node and each CPU that there could be, where the lists below them say the same; the queued signals of all
  // processes of its user; what the processor has; of which parts the memory is, whose size stays; and what no question about
  // child processes leads to.
  status:
    /^(?:(?:Mems|Cpus)_allowed|SigQ|THP_enabled|untag_mask|Speculation\w+|x86_\w+|Vm(?:Peak|HWM|Lck|Pin|Data|Stk|Exe|Lib|PTE)|Rss\w+|HugetlbPages|Ngid|Kthread|Seccomp_filters):.*\n/gm,
};

/**
 * The part of a file that a recording has: of most files all. Of the configurations of containers, which have environments
 * in them, what is asked for.
 */
export function recordedPart(path: string, bytes: Buffer): Buffer {
  if (isContainerConfig(path)) return withoutSecrets(bytes);
  const lines = leftOut[path.slice(path.lastIndexOf('/') + 1)];
  const isOfProcess = lines && /^(?:\d+|self)(?:\/task\/\d+)?\/\w+$/.test(path);
  return isOfProcess ? Buffer.from(bytes.toString('latin1').replace(lines, ''), 'latin1') : bytes;
}
