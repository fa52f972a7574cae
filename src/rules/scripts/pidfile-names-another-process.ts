import {isoTime} from '../../parse/iso-time.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {PidFile} from '../../snapshot/scripts/pid-file.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying, type ToldEvidence} from '../words/evidence.ts';
import {named} from '../words/named.ts';
import {startEvidence} from '../words/time-evidence.ts';

/** A pid outlives its process in a file: kill(1) then hits no process, or the one that has the pid now. */
export const pidfileNamesAnotherProcess: Rule<PidFile> = {
  id: 'scripts/pidfile-names-another-process',
  severity: 'warning',
  title: 'a pid file points to the wrong process, or to none',
  claims: 'moment',
  needs: ['pid files', 'cmdline', 'uptime'],
  headline: ([file]) => `${file.path} names ${judge(file)?.[0] ?? file.pid}.`,
  check(file) {
    const {path, pid, modifiedMs, users} = file;
    const [name, meaning, seen, remedy] = judge(file) ?? [];
    if (!seen || remedy === undefined) return undefined;
    const written = saying(seenAt(path, null, pid), `${pid}, written ${isoTime(modifiedMs)}`);
    const uses = users.map(user => seenIn(user.process.pid, user.seenIn, null, user.seen));
    const unseen = file.seesOutermost() ? undefined : 'something';
    const evidence = [written, ...seen, ...uses];
    return {why: `${path} names ${name}: ${meaning}`, evidence, unseen, remedy};
  },
};

const LOCK_IT =
  'Let a supervisor keep the pid, or let the program hold a lock on its pid file as long as it runs.';

type Judged = [name: string, meaning: string, seen: ToldEvidence[], remedy: string];

/** What a pid file names, and what that means; undefined where nothing is wrong, or nothing is known. */
function judge(file: PidFile): Judged | undefined {
  const {pid} = file;
  const [process, parent, is] = [file.process(), file.parent(), file.named()];
  if (is === 'gone') {
    const meaning = `the program exited and left its pid file behind. Once another process gets pid ${pid}, kill(1) hits that one.`;
    const remedy = `Remove the file, once it's certain that the program isn't running. ${LOCK_IT}`;
    const missing = seenIn(pid, 'stat', null, 'ENOENT');
    const seen = [file.seesEveryProcess() ? missing : pointing(missing)];
    return [`process ${pid}, which doesn't exist`, meaning, seen, remedy];
  }
  if (is === 'zombie' && process) {
    const meaning = 'kill -0 succeeds, though the program has exited.';
    const remedy = `Have ${parent ? named(parent) : 'its parent'} wait for its child ${pid}, and remove the file. A check by kill -0 has to look at the state too.`;
    const seen = [seenIn(pid, 'stat', 'state (3)', 'Z'), seenIn(pid, 'stat', 'ppid (4)', process.stat.ppid)];
    return [`${named(process)}, which is a zombie`, meaning, seen, remedy];
  }
  if (is !== 'started-later' || !process) return undefined;
  const start = startEvidence(process, file.startedAtMs() ?? Number.NaN);
  const remedy = `Don't signal ${pid} by this file: it isn't the program. Remove the file. ${LOCK_IT}`;
  const name = `${named(process)}, which started after the file was written`;
  // The clock may have been set since, and a process that was restored from a checkpoint starts anew under its old pid.
  const seen = [seenIn(pid, 'stat', 'comm (2)', process.comm), pointing(start)];
  return [name, `another process had pid ${pid} then.`, seen, remedy];
}
