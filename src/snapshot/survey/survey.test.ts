import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {Recorder} from '../../kernel/recording/recorder.ts';
import {Snapshot} from '../snapshot.ts';
import {surveyMachine} from './survey.ts';

test('a survey reads the maps, the descriptors and the fdinfo of each process once', async t => {
  const {machine} = scene('never-waits').snapshot();
  const {procfs} = machine;
  const [read, list] = [t.mock.method(procfs, 'read'), t.mock.method(procfs, 'list')];
  await surveyMachine(new Snapshot(new Recorder(machine).machine), () => {});
  const paths = [...read.mock.calls, ...list.mock.calls].map(({arguments: [path]}) => path);
  const asked = paths.filter(path => /^\d+\/(?:maps|fd|fdinfo\/\d+)$/.test(path));
  assert.deepEqual(asked, [...new Set(asked)]);
  assert.ok(asked.some(path => path.endsWith('/maps')) && asked.some(path => path.endsWith('/fd')));
});
