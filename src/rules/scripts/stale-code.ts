import {orUndefined} from '../../kernel/read.ts';
import {isoTime} from '../../parse/iso-time.ts';
import type {ScriptCase, ScriptEdit} from '../../snapshot/scripts/script-case.ts';
import type {Rule} from '../rule.ts';

/** How many files are named; a deploy changes hundreds. */
const NAMED = 3;

/** An interpreter reads a file once, at its start; a shell goes on reading it, which makes a later edit worse. */
export const staleCode: Rule<ScriptCase> = {
  id: 'scripts/stale-code',
  severity: 'warning',
  title: 'a script runs older code than is on disk',
  needs: ['cmdline', 'cwd', 'root', 'uptime'],
  check(scriptCase) {
    const {script, freshness, because, staleFiles} = scriptCase.found;
    if (freshness !== 'stale' || !scriptCase.isLongRunning || scriptCase.reloaded()) return undefined;
    const {pid, startedAtMs = Number.NaN} = script.process;
    const runs = script.line.interpreter === 'shell' ? shellRuns[scriptCase.edit()] : atStart;
    const changes = staleFiles.slice(0, NAMED).map(path => {
      const stat = orUndefined(script.process.stat(path));
      const times = stat && `modified ${isoTime(stat.modifiedMs)}, changed ${isoTime(stat.changedMs)}`;
      return `${path}: ${times ?? 'not there any more'}`;
    });
    return {
      certainty: 'likely',
      why: `${because}; ${runs.why}.`,
      evidence: [
        `/proc/${pid}/stat: starttime (22) is ${scriptCase.process.stat.startTicks}, which is ${isoTime(startedAtMs)}`,
        ...changes,
      ],
      remedy: runs.remedy,
    };
  },
};

const atStart = {
  why: 'it runs the code as it had read it at its start',
  remedy:
    'Restart it, so that it runs what is on disk. If the content is the same as then, nothing is wrong.',
};

const shellRuns: Readonly<Record<ScriptEdit, typeof atStart>> = {
  'in-place': {
    why: 'a shell reads its script as it goes, and reads on in the new text at the old place: what it runs next may be half a command',
    remedy:
      'See what it has done since, and start it anew. Change a script that may be running by writing another file and renaming it over the old one (mv, install), never in its place.',
  },
  replaced: {...atStart, why: 'it has the old file open and reads on in that'},
  unknown: {
    why: 'a shell reads its script as it goes: it runs the old code, or, if the file was written in its place, a mixture of both',
    remedy:
      'Start it anew. Change a script that may be running by writing another file and renaming it over the old one (mv, install), never in its place.',
  },
};
