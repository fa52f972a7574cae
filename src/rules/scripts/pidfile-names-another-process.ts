import {isoTime} from '../../parse/iso-time.ts';
import type {PidFile} from '../../snapshot/scripts/pid-file.ts';
import type {Rule, Verdict} from '../rule.ts';

/** A pid outlives its process in a file: kill(1) then hits nobody, or whoever has the pid by now. */
export const pidfileNamesAnotherProcess: Rule<PidFile> = {
  id: 'scripts/pidfile-names-another-process',
  severity: 'warning',
  title: 'a pid file names a process that did not write it, or none',
  needs: ['pid files', 'cmdline', 'uptime'],
  check(file) {
    const judged = judge(file);
    if (!judged) return undefined;
    const users = file.relatives.map(({comm, pid}) => `${comm} (${pid}) has it open, or in its command line`);
    const written = `${file.path}: ${file.pid}, written ${isoTime(file.modifiedMs)}`;
    return {...judged, evidence: [written, ...judged.evidence, ...users]};
  },
};

function judge(file: PidFile): Omit<Verdict, 'rule'> | undefined {
  const {path, pid} = file;
  const {comm = '', stat} = file.process() ?? {};
  switch (file.named()) {
    case 'gone':
      return {
        certainty: file.seesEveryProcess() ? 'proven' : 'likely',
        why: `${path} names process ${pid}, which is not there: the program ended and left its pid file behind. The pid will be given to another process, which kill(1) hits then.`,
        evidence: [`/proc/${pid}/stat: ENOENT`],
        remedy: `Remove the file, once it is sure that the program does not run. ${LOCK_IT}`,
      };
    case 'zombie':
      return {
        certainty: 'proven',
        why: `${path} names ${comm} (${pid}), which is a zombie: kill -0 succeeds, though the program has ended.`,
        evidence: [`/proc/${pid}/stat: state Z, ppid (4) is ${stat?.ppid}`],
        remedy: `Have ${stat?.ppid} wait for it, and remove the file. Whoever asks with kill -0 has to look at the state too.`,
      };
    case 'started-later':
      return {
        certainty: file.isOlderThanBoot() ? 'likely' : 'proven',
        why: `${path} names process ${pid}, which is ${comm} by now: it started after the file was written, so another process had that pid then.`,
        evidence: [
          `/proc/${pid}/stat: comm (2) is ${comm}, starttime (22) is ${stat?.startTicks}, which is ${isoTime(file.startedAtMs() ?? Number.NaN)}`,
        ],
        remedy: `Do not signal ${pid} by this file: it is not the program. Remove the file. ${LOCK_IT}`,
      };
    default:
      return undefined;
  }
}

const LOCK_IT =
  'Let a supervisor keep the pid, or let the program hold a lock on its pid file as long as it runs.';
