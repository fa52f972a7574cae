import {orUndefined} from '../../kernel/read.ts';
import type {ScriptCase, ScriptEdit} from '../../snapshot/scripts/script-case.ts';
import type {Rule} from '../rule.ts';
import {pointing} from '../words/evidence.ts';
import {freshnessText} from '../words/freshness.ts';
import {named} from '../words/named.ts';
import {changeEvidence, startEvidence} from '../words/time-evidence.ts';

/** How many files are named; a deploy changes hundreds. */
const NAMED = 3;

/** An interpreter reads a file once, at its start; a shell reads its script while it runs, so a later edit is worse. */
export const staleCode: Rule<ScriptCase> = {
  id: 'scripts/stale-code',
  severity: 'warning',
  title: 'a script changed on disk after it was started',
  claims: 'moment',
  needs: ['cmdline', 'cwd', 'root', 'uptime'],
  headline: ([{process, found}]) =>
    `${named(process)} runs older code than is on disk: ${found.script.process.address(found.staleFiles[0] ?? '')}.`,
  check({process, found, isLongRunning, reloaded, edit}) {
    const {script, freshness, reason, staleFiles} = found;
    if (freshness !== 'stale' || !reason || !isLongRunning || reloaded()) return undefined;
    const isShells = script.line.interpreter === 'shell' && reason.kind !== 'loaded-files-written';
    const [why, remedy] = runs[isShells ? edit() : 'all-read'](named(process));
    const changes = staleFiles
      .slice(0, NAMED)
      .map(path =>
        pointing(changeEvidence(script.process.address(path), orUndefined(script.process.stat(path)))),
      );
    return {
      why: `${freshnessText(reason)}. ${why}.`,
      evidence: [startEvidence(process, script.process.startedAtMs ?? Number.NaN), ...changes],
      remedy,
    };
  },
};

const RENAME =
  'Change a script that may be running by renaming a new file over it (mv, install), never in place.';

const restart = (name: string) =>
  `Restart ${name}, so that it runs what is on disk. If the content is the same as at the start, nothing is wrong.`;

/** What a process runs now, and what to do: "all-read" of an interpreter that read its script at the start. */
const runs: Readonly<Record<ScriptEdit | 'all-read', (name: string) => [why: string, remedy: string]>> = {
  'all-read': name => [`${name} still runs the code that it read at its start`, restart(name)],
  replaced: name => [`${name} has the old file open, and keeps reading that one`, restart(name)],
  'in-place': name => [
    `A shell reads its script while it runs: ${name} continues at its old position in the new text, and what it runs next may be half a command`,
    `Check what ${name} has done since the change, and start it again. ${RENAME}`,
  ],
  unknown: name => [
    `A shell reads its script while it runs: ${name} runs the old code or, if the file was written in place, a mixture of both`,
    `Start ${name} again. ${RENAME}`,
  ],
};
