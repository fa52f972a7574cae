import {orUndefined} from '../../kernel/read.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {JudgedZombie} from '../../rules/inspections/judged-zombie.ts';
import type {JudgedScene, ParentGroup} from '../../rules/inspections/zombies.ts';
import {doingText, waitTargetText} from '../../rules/words/activity.ts';
import {commandText} from '../command-line.ts';
import type {ZombiesContent} from '../contract/zombies.ts';
import {isoInstant} from '../instant.ts';
import {verdictJson} from '../verdict-json.ts';
import {waitStatusJson} from '../wait-status-json.ts';

/** The `zombies` answer as the JSON contract has it. */
export function zombiesJson(scene: JudgedScene): ZombiesContent {
  return {
    lookedAt: scene.lookedAt,
    zombies: scene.parents.flatMap(group => group.zombies.map(zombieJson)),
    exitedLeaders: scene.exitedLeaders.map(({process, verdict}) => ({
      pid: process.pid,
      comm: process.comm,
      liveThreads: process.liveThreads().length,
      verdict: verdictJson(verdict),
    })),
    parents: scene.parents.flatMap(parentJson),
  };
}

function zombieJson({zombie, verdict}: JudgedZombie): ZombiesContent['zombies'][number] {
  const {process, deadForSeconds} = zombie;
  const status = orUndefined(process.status());
  const waitStatus = zombie.waitStatus();
  return {
    pid: process.pid,
    startTicks: process.stat.startTicks,
    comm: process.comm,
    ppid: process.stat.ppid,
    uid: status?.uid ?? null,
    user: process.user(),
    diedAt: isoInstant(zombie.diedAtMs ?? undefined),
    deadForSeconds: deadForSeconds === null ? null : Number(deadForSeconds.toFixed(3)),
    waitStatus: waitStatus === null ? null : waitStatusJson(decodeWaitStatus(waitStatus)),
    nspids: status?.nspids ?? [],
    container: process.container() ?? null,
    lockFiles: zombie.lockFiles(),
    verdict: verdictJson(verdict),
  };
}

function parentJson({reaper, zombies}: ParentGroup): ZombiesContent['parents'] {
  if (!reaper) return [];
  const {process} = reaper;
  const activity = reaper.activities.main();
  return [
    {
      pid: process.pid,
      comm: process.comm,
      command: commandText(process),
      state: process.stat.state,
      zombies: zombies.map(({zombie}) => zombie.pid),
      sigchld: reaper.sigchld() ?? null,
      waitingIn: activity
        ? {
            tid: activity.thread.tid,
            syscall: doingText(activity.doing),
            target: activity.waitsFor ? waitTargetText(activity.waitsFor) : null,
          }
        : null,
    },
  ];
}
