import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {answeringCommands} from '../../src/render/contract/commands.ts';
import {jsonSchemaOf} from '../../src/render/contract/json-schema.ts';
import {COMMANDS} from '../../src/start/commands.ts';
import {askProcdoc} from '../support/asked.ts';

describe('procdoc schema', () => {
  it('lists every command, in the order of the help', async () => {
    const {status, stdout} = await askProcdoc('schema');
    assert.equal(status, 0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map(line => line.split(/ +/));
    assert.deepEqual(
      rows,
      Object.keys(COMMANDS)
        .filter(id => id !== 'exporter')
        .map(id => [id, `procdoc/${id}@1`]),
    );
  });

  it('refuses an unknown command, and names the known ones', async () => {
    const {status, stdout, stderr} = await askProcdoc('schema', 'zombis');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, new RegExp(`^procdoc schema: .*zombis.*${answeringCommands.join(', ')}\n$`));
  });

  it('prints the schema of a command, with its name and the version of JSON Schema', async () => {
    const {status, stdout, stderr} = await askProcdoc('schema', 'zombies');
    assert.deepEqual([status, stderr], [0, '']);
    const schema = JSON.parse(stdout);
    assert.deepEqual(
      [schema.$schema, schema.$id, schema.title],
      ['https://json-schema.org/draft/2020-12/schema', 'procdoc/zombies@1', 'procdoc zombies --json'],
    );
    assert.deepEqual(schema, jsonSchemaOf('zombies'));
  });

  it('has a schema for every command', () => {
    assert.deepEqual(
      [...answeringCommands],
      Object.keys(COMMANDS).filter(id => id !== 'exporter'),
    );
    for (const command of answeringCommands) assert.equal(jsonSchemaOf(command).$id, `procdoc/${command}@1`);
  });
});
