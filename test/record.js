// Makes the recordings in test/recordings/ again: runs the programs of test/subjects/ and records what procdoc
// reads of each (scenes and questions: record-scenes.ts). As root, so that nothing is denied. By hand, and
// only where a question reads more than it did; the rules' tests hold for any recording of the same scenes.
// Usage: node test/record.js [SCENE...]
import {spawn} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {build} from 'esbuild';
import {bundling, root} from './bundling.js';

const program = path.join(root, 'dist/record/record-scenes.mjs');
mkdirSync(path.join(root, 'test/recordings'), {recursive: true});
await build({
  ...bundling,
  entryPoints: ['test/support/recorded/record-scenes.ts'],
  outfile: program,
});
// The programs inherit standard error, and what it leads to here is nothing for a recording.
const recording = spawn(process.execPath, [program, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'pipe'],
});
recording.stderr.pipe(process.stderr);
recording.on('exit', status => {
  process.exitCode = status ?? 1;
});
