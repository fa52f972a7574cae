import {custom} from '@oclif/core/args';
import {examplesOf} from '../cli/examples.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {type AnsweringCommand, answeringCommands, schemaName} from '../render/contract/commands.ts';
import type {SchemaContent} from '../render/contract/schema.ts';

export default class Schema extends ProcdocCommand<typeof Schema> {
  static override summary = "Print the JSON Schema of a command's --json answer";
  static override description =
    'The schema is draft 2020-12, and its $id is the "schema" key of the answer, such as procdoc/zombies@1. Answers may gain keys, so the schema forbids none. Without COMMAND, all commands are listed with their $id.';
  static override examples = examplesOf(
    ['All commands with the $id of their answers', 'procdoc schema'],
    ['The schema of one answer', 'procdoc schema zombies'],
    [
      'Which keys a finding has',
      `procdoc schema diagnose | jq '.properties.findings.items.properties | keys'`,
    ],
  );
  static override args = {
    command: custom<AnsweringCommand>({ignoreStdin: true, options: answeringCommands})({
      description: 'the command; without it, a list of all',
    }),
  };

  protected override async answer(): Promise<Answer> {
    const {command} = this.args;
    if (command === undefined) return listOf(answeringCommands);
    const {jsonSchemaOf} = await import('../render/contract/json-schema.ts');
    const jsonSchema = jsonSchemaOf(command);
    return {
      json: (): SchemaContent => ({schemas: [{command, name: schemaName(command), jsonSchema}]}),
      lines: () => JSON.stringify(jsonSchema, null, 2).split('\n'),
      exitStatus: 0,
    };
  }
}

function listOf(commands: readonly AnsweringCommand[]): Answer {
  const width = Math.max(...commands.map(command => command.length));
  return {
    json: (): SchemaContent => ({
      schemas: commands.map(command => ({command, name: schemaName(command)})),
    }),
    lines: () => commands.map(command => `${command.padEnd(width)}  ${schemaName(command)}`),
    exitStatus: 0,
  };
}
