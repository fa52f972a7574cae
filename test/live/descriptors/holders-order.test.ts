import assert from 'node:assert/strict';
import {copyFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {IS_ROOT, run} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

/** The commands that an answer has to type, each whole on its line. */
function typed(text: string): string[] {
  return [...text.matchAll(/^ *\$ (.*)$/gm)].map(([, command = '']) => command);
}

async function typedFor(target: string): Promise<string[]> {
  return typed((await askProcdoc('holders', target)).stdout);
}

test('a program that is executed is replaced by a rename, one that is written to by the end of its writer', () =>
  withFiles({}, async folder => {
    const program = `${folder}/cat`;
    copyFileSync('/bin/cat', program);
    await withRunning(['sh', '-c', `echo stands; exec ${program}`], {}, async () => {
      await until('it is executed', async () =>
        (await typedFor(program)).includes(`mv ${program}.new ${program}`),
      );
    });
    const writer = [
      'python3',
      '-c',
      `import sys; f = open("${program}", "ab"); print("stands", flush=True); sys.stdin.read()`,
    ];
    await withRunning(writer, {}, async ({pid}) => {
      assert.deepEqual(await typedFor(program), [`kill -TERM ${pid}`]);
    });
  }));

test(
  'a mount is freed by the end of who is there, but not of the shell that asks',
  {
    skip: !IS_ROOT && 'needs root, to mount',
  },
  () =>
    withFiles({}, async folder => {
      const script = `mount -t tmpfs procdoc-test "$0" && cd "$0"
      (echo $BASHPID; exec sleep 1000) &
      until [[ $(<"/proc/$!/comm") = sleep ]]; do :; done
      "$@" holders "$0"; kill $!; exit`;
      const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js')];
      const {stdout} = await run(['unshare', '--mount', 'bash', '-c', script, folder, ...procdoc]);
      const [pid] = stdout.split('\n');
      assert.deepEqual(typed(stdout), ['cd /', `kill -TERM ${pid}`], stdout);
    }),
);
