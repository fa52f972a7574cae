import * as z from 'zod/mini';
import {checkAnswer} from './check.ts';
import {type AnsweringCommand, schemaName} from './commands.ts';
import {completionAnswer} from './completion.ts';
import {decodeStatusAnswer} from './decode-status.ts';
import {diagnoseAnswer} from './diagnose.ts';
import {explainAnswer} from './explain.ts';
import {holdersAnswer} from './holders.ts';
import {inheritedFdsAnswer} from './inherited-fds.ts';
import {inspectAnswer} from './inspect.ts';
import {locksAnswer} from './locks.ts';
import {orphansAnswer} from './orphans.ts';
import {reapAnswer} from './reap.ts';
import {recordAnswer} from './record.ts';
import {reportAnswer} from './report.ts';
import {runAnswer} from './run.ts';
import {schemaAnswer} from './schema.ts';
import {scriptsAnswer} from './scripts.ts';
import {sigchldAnswer} from './sigchld.ts';
import {signalsAnswer} from './signals.ts';
import {treeAnswer} from './tree.ts';
import {watchAnswer} from './watch.ts';
import {whyAnswer} from './why.ts';
import {zombiesAnswer} from './zombies.ts';

/** The contract of every command. */
export const answers: Readonly<Record<AnsweringCommand, z.ZodMiniType>> = {
  inspect: inspectAnswer,
  diagnose: diagnoseAnswer,
  explain: explainAnswer,
  zombies: zombiesAnswer,
  'decode-status': decodeStatusAnswer,
  holders: holdersAnswer,
  'inherited-fds': inheritedFdsAnswer,
  locks: locksAnswer,
  orphans: orphansAnswer,
  scripts: scriptsAnswer,
  sigchld: sigchldAnswer,
  signals: signalsAnswer,
  tree: treeAnswer,
  why: whyAnswer,
  watch: watchAnswer,
  check: checkAnswer,
  run: runAnswer,
  reap: reapAnswer,
  record: recordAnswer,
  report: reportAnswer,
  schema: schemaAnswer,
  completion: completionAnswer,
};

/** The JSON Schema (draft 2020-12) of what a command prints under --json. */
export function jsonSchemaOf(command: AnsweringCommand): Record<string, unknown> {
  const {$schema, ...schema} = z.toJSONSchema(answers[command], {
    target: 'draft-2020-12',
    override: ({jsonSchema}) => forReaders(jsonSchema),
  });
  return {$schema, $id: schemaName(command), title: `procdoc ${command} --json`, ...schema};
}

/** Keys may be added to an answer, so none is forbidden; and the bounds of a JavaScript integer say nothing. */
function forReaders(schema: z.core.JSONSchema.BaseSchema): void {
  delete schema.additionalProperties;
  delete schema.readOnly;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
