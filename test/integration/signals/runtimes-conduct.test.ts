import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, describe, it} from 'node:test';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {effectText} from '../../../src/render/sigchld/effects.ts';
import {withRunning} from '../../support/live/running.ts';
import {childSignalsBelow, SHOW_SIGNALS} from '../../support/live/started-with.ts';
import {procdocJson} from '../../support/procdoc.ts';
import {RUNTIMES} from '../tools.js';

declare const PROJECT_ROOT: string;

const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-runtimes-'));
after(() => rmSync(folder, {recursive: true}));

const scripts = {show: SHOW_SIGNALS.map(word => `'${word}'`).join(' '), fails: 'exit 7', waits: 'echo; cat'};
writeFileSync(path.join(folder, 'package.json'), JSON.stringify({scripts}));

const [file, ...args] = SHOW_SIGNALS;
const program = path.join(folder, 'show.mjs');
writeFileSync(
  program,
  `const {status} = new Deno.Command('${file}', {args: ${JSON.stringify(args)}}).spawn();
  await status.catch(() => {});`,
);

const bun = [path.join(PROJECT_ROOT, RUNTIMES.bun), 'run', `--cwd=${folder}`];
const deno = [path.join(PROJECT_ROOT, RUNTIMES.file), 'run', '--allow-run', program];

describe('below a runtime that was started with SIGCHLD and SIGPIPE ignored and SIGTERM blocked', () => {
  it('a script of Bun has SIGTERM blocked', () =>
    assert.deepEqual(childSignalsBelow(...bun, 'show'), {
      ignoresSigchld: false,
      ignoresSigpipe: false,
      blocksSigterm: true,
    }));

  it('a command of Deno has SIGCHLD ignored and SIGTERM blocked', () =>
    assert.deepEqual(childSignalsBelow(...deno), {
      ignoresSigchld: true,
      ignoresSigpipe: false,
      blocksSigterm: true,
    }));
});

it('bun run succeeds with a script that fails, if SIGCHLD is ignored, and sigchld says so', async () => {
  const ignoring = ['bash', '-c', 'trap "" CHLD; exec "$@"', 'sh', ...bun];
  assert.equal(spawnSync(ignoring[0] ?? '', [...ignoring.slice(1), 'fails']).status, 0);
  await withRunning([...ignoring, 'waits'], {}, async ({pid}) => {
    const {json} = await procdocJson('sigchld', `${pid}`);
    const [process] = sigchldAnswer.parse(json).processes;
    const effects = ['bun-run-reports-success', 'wait-fails', 'system-fails'] as const;
    assert.deepEqual(process?.effects, effects.map(effectText));
  });
});
