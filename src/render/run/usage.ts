import type {MeasuredUsage} from '../../lifecycle/run/wait-event.ts';

const MIB = 2 ** 20;

/** What a process used, in short: "0.12 s user, 0.03 s system, 12.4 MiB". */
export function usageText(usage: MeasuredUsage): string {
  const {userSeconds, systemSeconds} = usage;
  return `${userSeconds.toFixed(2)} s user, ${systemSeconds.toFixed(2)} s system, ${memoryText(usage)}`;
}

/** A process whose memory was never more than procdoc's, from which it was started, used at most that. */
function memoryText({maxRssBytes, isMaxRssBound}: MeasuredUsage): string {
  return `${isMaxRssBound ? 'at most ' : ''}${(maxRssBytes / MIB).toFixed(1)} MiB`;
}

/** What GNU time -v prints of a command that took so many seconds, as far as the kernel tells it. */
export function timeLines(usage: MeasuredUsage, elapsedSeconds: number): string[] {
  const {userSeconds, systemSeconds} = usage;
  const cpu = elapsedSeconds > 0 ? Math.round((100 * (userSeconds + systemSeconds)) / elapsedSeconds) : 0;
  const rows: ReadonlyArray<readonly [name: string, value: string | number]> = [
    ['User time (seconds)', userSeconds.toFixed(2)],
    ['System time (seconds)', systemSeconds.toFixed(2)],
    ['Percent of CPU this job got', `${cpu}%`],
    ['Elapsed (wall clock) time (h:mm:ss or m:ss)', clockText(elapsedSeconds)],
    ['Maximum resident set size (kbytes)', `${usage.isMaxRssBound ? '<= ' : ''}${usage.maxRssBytes / 1024}`],
    ['Major (requiring I/O) page faults', usage.majorFaults],
    ['Minor (reclaiming a frame) page faults', usage.minorFaults],
    ['Voluntary context switches', usage.voluntarySwitches],
    ['Involuntary context switches', usage.involuntarySwitches],
    ['File system inputs', usage.blocksRead],
    ['File system outputs', usage.blocksWritten],
  ];
  return rows.map(([name, value]) => `\t${name}: ${value}`);
}

/** "0:01.25", or "1:02:03" from an hour on. */
function clockText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const two = (number: number) => String(number).padStart(2, '0');
  if (minutes >= 60)
    return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(Math.floor(seconds % 60))}`;
  return `${minutes}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
}
