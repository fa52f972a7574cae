import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fromJSONSchema} from 'zod';
import type * as z from 'zod/mini';
import {checkAnswer} from '../../../src/render/contract/check.ts';
import {type AnsweringCommand, answeringCommands} from '../../../src/render/contract/commands.ts';
import {completionAnswer} from '../../../src/render/contract/completion.ts';
import {decodeStatusAnswer} from '../../../src/render/contract/decode-status.ts';
import {diagnoseAnswer} from '../../../src/render/contract/diagnose.ts';
import {explainAnswer} from '../../../src/render/contract/explain.ts';
import {holdersAnswer} from '../../../src/render/contract/holders.ts';
import {inheritedFdsAnswer} from '../../../src/render/contract/inherited-fds.ts';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {jsonSchemaOf} from '../../../src/render/contract/json-schema.ts';
import {locksAnswer} from '../../../src/render/contract/locks.ts';
import {orphansAnswer} from '../../../src/render/contract/orphans.ts';
import {reapAnswer} from '../../../src/render/contract/reap.ts';
import {recordAnswer} from '../../../src/render/contract/record.ts';
import {reportAnswer} from '../../../src/render/contract/report.ts';
import {schemaAnswer} from '../../../src/render/contract/schema.ts';
import {scriptsAnswer} from '../../../src/render/contract/scripts.ts';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {signalsAnswer} from '../../../src/render/contract/signals.ts';
import {treeAnswer} from '../../../src/render/contract/tree.ts';
import {watchAnswer} from '../../../src/render/contract/watch.ts';
import {whyAnswer} from '../../../src/render/contract/why.ts';
import {zombiesAnswer} from '../../../src/render/contract/zombies.ts';
import {onceEach} from '../../../src/snapshot/once.ts';
import {askEach} from '../../support/asked.ts';
import type {Output} from '../../support/procdoc.ts';
import {startSubject} from '../../support/subject.ts';

type Question = readonly [AnsweringCommand, ...string[]];

/** Fails with the path of the first key that the contract does not have so, or that `procdoc schema` has otherwise. */
function holds(schema: z.ZodMiniType, [command, ...words]: Question, {stdout, stderr}: Output): void {
  assert.notEqual(stdout, '', `${command}: ${stderr}`);
  // A command that prints as it goes prints a line for each thing, and the contract is that of a line.
  for (const text of command === 'watch' ? stdout.trim().split('\n') : [stdout]) {
    const json = JSON.parse(text);
    const parsed = schema.safeParse(json);
    assert.ok(
      parsed.success,
      `${[command, ...words].join(' ')}: ${JSON.stringify(parsed.error?.issues, null, 1)}`,
    );
    meetsJsonSchema(command, json);
  }
}

/** An answer meets the JSON Schema of its command also with keys that it may gain later, and never without one it has. */
function meetsJsonSchema(command: AnsweringCommand, answer: Readonly<Record<string, unknown>>): void {
  const validator = validatorOf(command);
  const met = validator.safeParse({...answer, later: 1});
  assert.ok(met.success, `${command}: ${JSON.stringify(met.error?.issues, null, 1)}`);
  for (const key of Object.keys(answer)) {
    const {[key]: _, ...without} = answer;
    assert.ok(!validator.safeParse(without).success, `${command} without ${key}`);
  }
}

const validatorOf = onceEach((command: AnsweringCommand) =>
  fromJSONSchema(jsonSchemaOf(command) as Parameters<typeof fromJSONSchema>[0]),
);

test('what --json prints is the contract', async () => {
  const subject = await startSubject('never-waits.c', '3');
  const [parent, own] = [`${subject.number('parent')}`, `${process.pid}`];
  const questions: ReadonlyArray<readonly [z.ZodMiniType, Question]> = [
    [zombiesAnswer, ['zombies', '--parent', parent]],
    [sigchldAnswer, ['sigchld', parent, own]],
    [signalsAnswer, ['signals', parent]],
    [signalsAnswer, ['signals', own, 'INT']],
    [inheritedFdsAnswer, ['inherited-fds', own, '--all']],
    [inspectAnswer, ['inspect', parent, own]],
    [holdersAnswer, ['holders', `${own}:1`]],
    [locksAnswer, ['locks']],
    [orphansAnswer, ['orphans']],
    [treeAnswer, ['tree', parent]],
    [treeAnswer, ['tree', own, '--source', 'ps']],
    [whyAnswer, ['why', parent]],
    [watchAnswer, ['watch', '--duration', '0.2s']],
    [reapAnswer, ['reap', parent]],
    [scriptsAnswer, ['scripts']],
    [scriptsAnswer, ['scripts', '--source', 'ps']],
    [diagnoseAnswer, ['diagnose', parent]],
    [completionAnswer, ['completion', 'zsh']],
    [schemaAnswer, ['schema']],
    [schemaAnswer, ['schema', 'zombies']],
    [explainAnswer, ['explain']],
    [explainAnswer, ['explain', 'zombies/parent-stopped']],
    [checkAnswer, ['check', '--settle', '0s', '--zombies', '0:5', '--expect-sigchld', '1']],
    [recordAnswer, ['record', own, '-o', '/dev/null']],
    [reportAnswer, ['report', own, '--settle', '0s', '-o', '/dev/null']],
    [decodeStatusAnswer, ['decode-status', '0x8000', '137', '0xffff', '0x137f', '0x1057f']],
    [decodeStatusAnswer, ['decode-status', '--as', 'systemd', '203', '9/KILL']],
    [decodeStatusAnswer, ['decode-status', '3221225786', '0:9', 'exit code 137', '247', 'many']],
    [decodeStatusAnswer, ['decode-status', '--as', 'container', '--through', 'timeout,sudo', '137', '0']],
  ];
  const answers = await askEach(questions.map(([, question]) => [...question, '--json'])).finally(() =>
    subject.stop(),
  );
  assert.equal(answers.length, questions.length);
  for (const [at, answer] of answers.entries()) {
    const [schema, question] = questions[at] ?? assert.fail();
    holds(schema, question, answer);
  }
  // `run` leaves stdout to its command: its tests hold what it writes elsewhere to the contract.
  assert.deepEqual(
    [...new Set(questions.map(([, [command]]) => command)), 'run'].sort(),
    [...answeringCommands].sort(),
  );
});
