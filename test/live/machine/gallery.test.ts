import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {describe, it} from 'node:test';
import {withFiles} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const pages = createRequire(import.meta.url)(path.join(PROJECT_ROOT, 'bin/gallery-pages.js')) as Readonly<
  Record<string, {readonly printed?: string}>
>;

/**
 * A text without what differs each time: pids are numbered as they come, moments and lengths of time have no value, and what
 * a sandbox hides is left out.
 */
function shapeOf(text: string): string {
  const pids = [...new Set([...text.matchAll(/\((\d+)\)/g)].map(([, pid]) => pid))];
  return text
    .replaceAll(/^ {2}note {6}could not read .*$/gm, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d\d:\d\d:\d\d\.\d+/g, 'MOMENT')
    .replaceAll(/\d+(?:\.\d+)? (?:s|min)(?: \d+ s)?\b/g, 'TIME')
    .replaceAll(/\d+/g, number => (pids.includes(number) ? `PID-${pids.indexOf(number) + 1}` : number))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Types lines into a bash of a session of its own, in a folder; `$procdoc` is procdoc. Gives what was printed. */
async function typed(folder: string, launcher: readonly string[], ...lines: readonly string[]) {
  const [file = '', ...args] = [...launcher, 'bash'];
  const procdoc = `${process.execPath} ${path.join(PROJECT_ROOT, 'bin/run.js')}`;
  const bash = spawn(file, args, {
    cwd: folder,
    detached: true,
    env: {...process.env, COLUMNS: '', procdoc},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const printed: Buffer[] = [];
  bash.stdout.on('data', some => printed.push(some));
  bash.stdin.end(`${lines.join('\n')}\n`);
  await once(bash, 'close');
  return Buffer.concat(printed).toString();
}

/** Makes the scene of a page, and gives what its command prints there, which comes below its "$" on the page. */
type Scene = (folder: string, command: string) => Promise<string>;

const scenes: Readonly<Record<string, Scene>> = {
  'Done, but still runs': (folder, command) =>
    typed(
      folder,
      [],
      `{ sh -c 'sleep 500 & echo $! >left'; until [[ $(</proc/$(<left)/comm) == sleep ]]; do :; done; $procdoc ${command}; kill $(<left); } | cat`,
    ),
  async 'Who kills my process?'(folder, command) {
    const program = path.join(PROJECT_ROOT, 'bin/run.js');
    const watch = spawn(process.execPath, [program, ...command.split(' ')], {
      env: {...process.env, COLUMNS: ''},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(watch, 'close');
    const [lines, remarks]: [string[], string[]] = [[], []];
    watch.stdout.setEncoding('utf8').on('data', text => lines.push(...text.trimEnd().split('\n')));
    watch.stderr.on('data', text => remarks.push(text));
    try {
      await until('it watches', () => remarks.length > 0);
      // The kernel names a program before it reports its execve(2). While the script lives, its command can be read.
      const script = [
        'sleep 100 &',
        'until [[ $(</proc/$!/comm) == sleep ]]; do :; done',
        'sleep 0.5; kill -KILL $!; echo $! >victim',
        'for i in {1..200}; do [[ -e seen ]] && break; sleep 0.1; done',
      ];
      writeFileSync(path.join(folder, 'deploy.sh'), script.join('\n'));
      const over = typed(folder, [], 'bash ./deploy.sh');
      const ofVictim = () => {
        const victim = existsSync(`${folder}/victim`) ? readFileSync(`${folder}/victim`, 'utf8').trim() : '';
        return lines.filter(line => victim !== '' && line.includes(`(${victim})`));
      };
      await until('it has both lines', () => ofVictim().length > 1).finally(() => {
        writeFileSync(`${folder}/seen`, '');
        return over;
      });
      return ofVictim().join('\n');
    } finally {
      watch.kill();
      await ended;
    }
  },
  'umount: target is busy': (folder, command) =>
    typed(
      folder,
      ['unshare', '--mount'],
      'mount -t tmpfs procdoc-test /mnt',
      '(cd /mnt; exec sleep 1000 >/dev/null) &',
      'until [[ $(readlink /proc/$!/cwd) == /mnt && $(</proc/$!/comm) == sleep ]]; do :; done',
      `$procdoc ${command}`,
      'kill $!',
    ),
  async 'What did it leave behind?'(folder, command) {
    const job = '#!/bin/sh\nsleep 1000 &\necho $! >left\nuntil grep -q sleep /proc/$!/comm; do :; done\n';
    writeFileSync(path.join(folder, 'job'), job);
    chmodSync(path.join(folder, 'job'), 0o755);
    await typed(folder, [], `$procdoc ${command} 2>said >/dev/null`, 'kill $(<left)');
    return readFileSync(path.join(folder, 'said'), 'utf8');
  },
};

const needs = signalActionErrno() !== undefined && 'needs tracepoints, and the kernel’s own record';

describe('a page of docs/ has what its command prints', {skip: !IS_ROOT ? 'needs root' : needs}, () => {
  for (const [symptom, {printed}] of Object.entries(pages)) {
    if (printed === undefined) continue;
    it(symptom, () =>
      withFiles({}, async folder => {
        const [prompt = '', ...shown] = printed.split('\n');
        const make = scenes[symptom];
        assert.ok(make, 'no scene is known for it');
        const now = await make(folder, prompt.replace('$ procdoc ', ''));
        assert.equal(shapeOf(now), shapeOf(shown.join('\n')), `it now prints:\n${now}`);
      }),
    );
  }
});
