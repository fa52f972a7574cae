import {freshnessText} from '../../rules/words/freshness.ts';
import type {ScriptScene, UnmetExpectation} from '../../snapshot/scripts/script-answer.ts';
import type {ScriptsContent} from '../contract/scripts.ts';
import {isoInstant} from '../instant.ts';
import {moduleRemarks} from './remarks.ts';
import {unmetText} from './unmet.ts';

/** The `scripts` answer as the JSON contract has it. */
export function scriptsJson(scene: ScriptScene, unmet: readonly UnmetExpectation[]): ScriptsContent {
  return {
    scripts: scene.found.map(({script, freshness, staleFiles, reason}) => {
      const {process, line} = script;
      return {
        pid: process.pid,
        ppid: process.ppid,
        comm: process.comm,
        user: process.user,
        interpreter: line.interpreter,
        kind: script.kind(),
        script: line.script,
        path: script.path(),
        address: script.address(),
        module: line.module,
        args: line.args,
        cwd: process.cwd,
        startedAt: isoInstant(process.startedAtMs),
        freshness,
        staleFiles,
        because: reason && freshnessText(reason),
        reason: reason?.kind ?? null,
      };
    }),
    unmet: unmet.map(unmetText),
    remarks: moduleRemarks(scene),
  };
}
