import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {LeaderGone} from '../../snapshot/families/leader.ts';
import type {OrphanSign} from '../../snapshot/families/orphan-signs.ts';
import type {Orphanhood} from '../../snapshot/families/orphanhood.ts';
import type {ExitedMain, FinishedRun, LeftOf} from '../../snapshot/families/unit-runs.ts';
import type {Process} from '../../snapshot/process.ts';
import {adopterEvidence} from './adoption-evidence.ts';
import {saying, type ToldEvidence, weighed} from './evidence.ts';
import {named} from './named.ts';

/** What shows that a process is an orphan: the signs of the parent that has exited, and what its parent of today is. */
export function orphanEvidence(orphanhood: Orphanhood): readonly ToldEvidence[] {
  const {process, parent, signs, certainty} = orphanhood;
  const seen = signs.flatMap(sign => signEvidence(sign, process, parent));
  return weighed(certainty, [...seen, adopterEvidence(parent, orphanhood.adopter)]);
}

function signEvidence(sign: OrphanSign, {pid}: Process, parent: Process): ToldEvidence[] {
  switch (sign.kind) {
    case 'session-outside-namespace': {
      const meaning = `0: led from outside this pid namespace, and ${named(parent)} is in another session`;
      return [saying(seenIn(pid, 'stat', 'session (6)', 0), meaning)];
    }
    case 'session-leader-gone':
      return [seenIn(pid, 'stat', 'session (6)', sign.id), leaderGoneEvidence('session', sign.id, sign.gone)];
    case 'session-of-another': {
      const {leader, startedAfterParent} = sign;
      const meaning = startedAfterParent
        ? `which started after ${named(parent)}: so ${named(parent)} did not start ${pid}`
        : `and ${named(parent)} is in another session`;
      const says = `${leader.pid}, led by ${named(leader)}, ${meaning}`;
      return [saying(seenIn(pid, 'stat', 'session (6)', leader.pid), says)];
    }
    case 'group-leader-gone':
      return [
        seenIn(pid, 'stat', 'pgrp (5)', sign.id),
        leaderGoneEvidence('process group', sign.id, sign.gone),
      ];
    case 'group-of-another': {
      const {leader} = sign;
      const says = `${leader.pid}, led by ${named(leader)}, and ${named(parent)} is in another process group`;
      return [saying(seenIn(pid, 'stat', 'pgrp (5)', leader.pid), says)];
    }
    case 'in-unit': {
      if (sign.leftOf) return leftOfEvidence(pid, sign.unit.name, sign.leftOf);
      const started = sign.main ? `systemd started ${named(sign.main)}` : 'systemd starts no process itself';
      const says = `in ${sign.unit.name}, where ${started}`;
      return [saying(seenIn(pid, 'cgroup', null, sign.unit.name), says)];
    }
  }
}

/** What shows that a process is left of a run of its unit that is over, or of a main process that has exited. */
function leftOfEvidence(pid: number, unit: string, left: LeftOf): ToldEvidence[] {
  const {execPid, ownPid, invocationId} = left;
  const run = `in run ${invocationId} of ${unit}`;
  return [
    saying(seenIn(pid, 'cgroup', null, unit), `in ${unit}`),
    saying(
      seenIn(pid, 'environ', 'SYSTEMD_EXEC_PID', execPid),
      `${execPid}: systemd executed that process, not this one (${ownPid} there), ${run}`,
    ),
    left.kind === 'finished-run' ? finishedRunEvidence(unit, left) : exitedMainEvidence(unit, left),
  ];
}

function finishedRunEvidence(unit: string, {link, current}: FinishedRun): ToldEvidence {
  const over =
    current === null ? `${unit} isn't active` : `${unit} was started again since, as run ${current}`;
  return saying(seenAt(`/proc/${link}`, null, current ?? 'ENOENT'), `${current ?? 'ENOENT'}: ${over}`);
}

function exitedMainEvidence(unit: string, {execPid, settings}: ExitedMain): ToldEvidence {
  const stays = settings.remainsAfterExit ? `; ${unit} stays active without one (RemainAfterExit=)` : '';
  const meaning = `only what systemd executes is a main process of ${unit}, and ${execPid} has exited${stays}`;
  return saying(seenAt(`/proc/${settings.file}`, 'Type', settings.type), `${settings.type}: ${meaning}`);
}

/** What shows that the leader of a session or process group has exited. */
export function leaderGoneEvidence(
  what: 'session' | 'process group',
  id: number,
  gone: LeaderGone,
): ToldEvidence {
  const meaning = `the leader of ${what} ${id} has exited`;
  switch (gone.kind) {
    case 'no-such-process':
      return saying(seenIn(id, 'stat', null, 'ENOENT'), `ENOENT, so ${meaning}`);
    case 'zombie':
      return saying(seenIn(id, 'stat', 'state (3)', 'Z'), `Z, a zombie: ${meaning}`);
    case 'pid-reused':
      return saying(
        seenIn(id, 'stat', 'starttime (22)', gone.by.stat.startTicks),
        `${gone.by.stat.startTicks}, later than that of a member: ${named(gone.by)} has the pid now, and ${meaning}`,
      );
  }
}
