import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {kill} from 'node:process';
import {after, before, describe, it} from 'node:test';
import {questionsAbout} from '../../../bin/questions.js';
import {SYSTEM_CALLS} from '../../../src/snapshot/gap-names.ts';
import {type DebianRoot, enterDebianRoot} from '../../support/live/debian-root.ts';
import {metricsAt, samplesOf} from '../../support/live/exporting.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {withoutFuse} from '../../support/live/fuse.ts';
import {madePackages, PACKAGES} from '../../support/live/packages.ts';
import {withServer} from '../../support/live/server.ts';
import {stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, run, runProcdoc} from '../../support/procdoc.ts';
import {until, withSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const withoutStrace = spawnSync('strace', ['-V']).error !== undefined && 'needs strace';

const MOST_BYTES = 35_000_000;

let names: readonly string[];
const named = (end: RegExp) => names.find(name => end.test(name)) ?? assert.fail(`${end} is missing`);

before(async () => {
  names = await madePackages();
});

it('there are a single file, a package for Debian that is small enough, and one of npm', () => {
  for (const end of [/-linux-\w+$/, /\.deb$/, /\.tgz$/]) named(end);
  for (const end of [/\.deb$/, /\.tgz$/])
    assert.ok(statSync(path.join(PACKAGES, named(end))).size < MOST_BYTES);
});

describe('in a Debian without Node', {skip: !IS_ROOT && 'needs root'}, () => {
  let root: DebianRoot;
  let filesBefore: readonly string[];
  before(async () => {
    root = await enterDebianRoot(PACKAGES);
    filesBefore = await files();
    const {status, stdout, stderr} = await root.run('dpkg', '-i', `/packages/${named(/\.deb$/)}`);
    assert.equal(status, 0, stdout + stderr);
  });
  after(() => root?.leave());

  /** All files, but those of dpkg itself, logs, and what man-db keeps for all manual pages. */
  async function files(): Promise<readonly string[]> {
    const {stdout} = await root.run('find', '/', '-xdev');
    return stdout.split('\n').filter(file => !/^\/var\/(?:lib\/dpkg|log|cache\/man)(?:\/|$)/.test(file));
  }

  it('there is no Node', async () => {
    assert.equal((await root.run('sh', '-c', 'command -v node nodejs')).stdout, '');
  });

  for (const [command, words] of Object.entries(questionsAbout('1')))
    it(`${command} has its help, and answers`, async () => {
      const help = await root.run('procdoc', command, '-h');
      assert.deepEqual([help.status, help.stderr], [0, '']);
      assert.match(help.stdout, /^USAGE$/m);
      const answer = await root.run('procdoc', command, ...words);
      assert.ok(answer.status === 0 || answer.status === 1, `${answer.status}: ${answer.stderr}`);
      assert.doesNotMatch(answer.stdout + answer.stderr, /koffi|system calls can't be made/);
    });

  it('the single file alone answers as the installed one', async () => {
    const [alone, installed] = await Promise.all(
      [`/packages/${named(/-linux-\w+$/)}`, 'procdoc'].map(program => root.run(program, '--version')),
    );
    assert.match(alone?.stdout ?? '', /^procdoc \d+\.\d+\.\d+\n$/);
    assert.deepEqual(alone, installed);
  });

  it('man finds the pages', async () => {
    for (const page of ['procdoc', 'procdoc-zombies', 'procdoc-rules']) {
      const {status, stdout, stderr} = await root.run('man', '-P', 'cat', page);
      assert.equal(status, 0, stderr);
      assert.match(stdout, new RegExp(`${page} . `));
    }
  });

  it('bash completes its commands', async () => {
    const ask = `. /usr/share/bash-completion/bash_completion
      _completion_loader procdoc
      COMP_WORDS=(procdoc zom) COMP_CWORD=1 COMP_TYPE=9
      $(complete -p procdoc | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      echo "\${COMPREPLY[@]}"`;
    assert.equal((await root.run('bash', '-c', ask)).stdout.trim(), 'zombies');
  });

  it('zsh and fish find its completion', async () => {
    const ask = 'autoload -Uz compinit; compinit -u -D; print $_comps[procdoc]; autoload +X _procdoc';
    const zsh = await root.run('zsh', '-f', '-c', ask);
    assert.deepEqual([zsh.status, zsh.stdout, zsh.stderr], [0, '_procdoc\n', '']);
    // fish leaves folders in its home.
    const inHome = 'HOME=$(mktemp -d); export HOME; fish -c "complete -C \'procdoc zom\'"; rm -r "$HOME"';
    const fish = await root.run('sh', '-c', inHome);
    assert.match(fish.stdout, /^zombies\t/);
  });

  it('has share/, with the units where systemd looks for them', async () => {
    const shared = path.join(PROJECT_ROOT, 'share');
    const {stdout} = await root.run('dpkg', '-L', 'procdoc');
    const installed = new Set(stdout.split('\n'));
    for (const name of readdirSync(shared, {recursive: true, encoding: 'utf8'})) {
      if (statSync(path.join(shared, name)).isDirectory()) continue;
      const isUnit = /\.(?:service|socket|timer)$/.test(name);
      const place = isUnit ? `/usr/lib/systemd/system/${path.basename(name)}` : `/usr/share/procdoc/${name}`;
      assert.ok(installed.has(place), place);
    }
  });

  it('what a folder with noexec keeps from being loaded is said', async () => {
    const folders = ['dev/shm', 'tmp', 'var/tmp', 'run'];
    for (const folder of folders) assert.equal((await root.mount(folder, 'noexec')).status, 0, folder);
    try {
      const {status, stderr} = await root.run('procdoc', 'run', '--', 'true');
      assert.equal(status, 3);
      assert.match(stderr, /\/tmp/);
      const {stdout} = await root.run('procdoc', 'zombies', '--json');
      const {complete, unreadable} = JSON.parse((await root.run('procdoc', 'signals', '1', '--json')).stdout);
      assert.equal(complete, false);
      assert.ok(
        unreadable.some(
          ({what, errno}: {what: string; errno: string}) => what === SYSTEM_CALLS && errno === 'ENOEXEC',
        ),
      );
      assert.equal(JSON.parse(stdout).schema, 'procdoc/zombies@1');
    } finally {
      for (const folder of folders) await root.unmount(folder);
    }
    assert.equal((await root.run('procdoc', 'run', '--', 'true')).status, 0);
  });

  it('nothing is left when it is removed', async () => {
    const {status, stderr} = await root.run('dpkg', '-r', 'procdoc');
    assert.equal(status, 0, stderr);
    assert.deepEqual((await files()).toSorted(), filesBefore.toSorted());
  });
});

it('the single file serves metrics', async () => {
  const [port = 0] = await freePorts(1);
  const program = path.join(PACKAGES, named(/-linux-\w+$/));
  await withServer([program, 'exporter', '--events', 'none', '--listen', `${port}`], async () => {
    const text = await metricsAt(`http://127.0.0.1:${port}/metrics`);
    assert.equal(samplesOf(text, 'procdoc_build_info').length, 1);
  });
});

it('the single file loads koffi where a file system has no unnamed files, and leaves none', {
  skip: withoutStrace,
}, async () => {
  const folders = ['/dev/shm', '/tmp', '/var/tmp', '/run'];
  const refusing = ['-e', 'trace=openat', '-e', 'inject=openat:error=EOPNOTSUPP'];
  const opened = folders.flatMap(folder => ['-P', folder]);
  const program = path.join(PACKAGES, named(/-linux-\w+$/));
  const {status, stderr} = await run([
    ...['strace', '-f', '-o', '/dev/null', ...opened, ...refusing],
    ...[program, 'run', '--', 'true'],
  ]);
  assert.equal(status, 0, stderr);
  for (const folder of folders)
    assert.deepEqual(
      readdirSync(folder).filter(name => name.startsWith('.procdoc-')),
      [],
    );
});

it(
  'the single file looks at files that may never answer as what npm installs does',
  {skip: withoutFuse},
  () =>
    withSubject('silent-fuse.c', [], async subject => {
      const daemon = subject.number('daemon');
      subject.tell('');
      await until('the daemon is stopped', () => stateOf(daemon) === 'T');
      try {
        const words = ['holders', subject.text('folder'), '--json'];
        const [installed, single] = await Promise.all([
          runProcdoc(...words),
          run([path.join(PACKAGES, named(/-linux-\w+$/)), ...words]),
        ]);
        // Other processes come and go between two looks.
        const own = [subject.pid, daemon, subject.number('holder')];
        const [ofInstalled, ofSingle] = [installed, single].map(({stdout}) => {
          const {usedBy, unreadable} = JSON.parse(stdout);
          const ofOwn = unreadable.map(
            ({what, errno, pids}: {what: string; errno: string; pids: number[]}) => ({
              what,
              errno,
              pids: pids.filter(pid => own.includes(pid)),
            }),
          );
          return {usedBy, unreadable: ofOwn.filter(({pids}: {pids: number[]}) => pids.length > 0)};
        });
        assert.deepEqual(ofSingle, ofInstalled);
        assert.ok(ofSingle?.usedBy.length > 0);
      } finally {
        kill(daemon, 'SIGCONT');
      }
    }),
);
