import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {withWatch} from '../../support/live/watching.ts';
import {commOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** The command of --on-death: says when it begins, with what it is told, and when it ends. */
const COMMAND = `#!/bin/sh
echo begin "$PROCDOC_EVENT" "$PROCDOC_PID" "$PROCDOC_STATUS" "$PROCDOC_SENDER" >> "$1"
sleep 0.3
echo end >> "$1"
`;
const DAEMON = 'import sys\nsys.stdin.read()\n';

interface Scene {
  readonly script: string;
  readonly daemons: readonly ChildProcess[];
  /** The arguments that have `watch` run the command for the script. */
  readonly args: readonly string[];
  /** What the command has said so far. */
  said(): string[];
}

/** Runs `use` while so many processes run a script of a name that no other test has. */
async function withDaemons(name: string, count: number, use: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-alarm-'));
  const [script, command, log] = [name, 'tell', 'log'].map(file => path.join(folder, file)) as [
    string,
    string,
    string,
  ];
  writeFileSync(script, DAEMON);
  writeFileSync(command, COMMAND, {mode: 0o755});
  const daemons = Array.from({length: count}, () =>
    spawn('python3', [script], {stdio: ['pipe', 'ignore', 'inherit']}),
  );
  const ended = daemons.map(daemon => once(daemon, 'close'));
  try {
    for (const {pid} of daemons)
      await until('it runs the script', () => readlinkSync(`/proc/${pid}/exe`).includes('python'));
    const args = ['--expect', name, '--on-death', `${command} ${log}`];
    const said = () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []);
    await use({script, daemons, args, said});
  } finally {
    for (const daemon of daemons) daemon.kill('SIGKILL');
    await Promise.all(ended);
    rmSync(folder, {recursive: true});
  }
}

describe('the alarm of a script', () => {
  it('is raised when it is killed, and knows how, and by whom where the source does', () =>
    withDaemons('alarm_killed.py', 1, ({daemons: [daemon], args, said}) =>
      withWatch(args, async watching => {
        assert.equal(watching.start.watched, 1);
        daemon?.kill('SIGTERM');
        const [begin] = await until('the command has run', () => said().length === 2 && said());
        const sender = watching.start.source === 'bpf' ? `${commOf(process.pid)} (${process.pid})` : '';
        assert.equal(begin, `begin exit ${daemon?.pid} 0x000f ${sender}`);
        assert.equal((await watching.stop()).status, 0);
      }),
    ));

  it('is raised once when its code is replaced on disk', () =>
    withDaemons('alarm_replaced.py', 1, ({script, daemons: [daemon], args, said}) =>
      withWatch(args, async watching => {
        // Whatever is written within the first moments may be the code that it runs.
        await until('the command has run', () => {
          writeFileSync(script, `${DAEMON}pass\n`);
          return said().length === 2;
        });
        assert.deepEqual(said(), [`begin replaced ${daemon?.pid}  `, 'end']);
        await watching.stop();
      }),
    ));

  it('runs one command at a time, and all of them before it ends', () =>
    withDaemons('alarm_twice.py', 2, ({daemons, args, said}) =>
      withWatch(args, async watching => {
        for (const daemon of daemons) daemon.kill('SIGKILL');
        await until('the first command has begun', () => said().length > 0);
        for (const {pid = 0} of daemons) await watching.event('exit', pid);
        await watching.stop();
        assert.deepEqual(
          said().map(line => line.split(' ')[0]),
          ['begin', 'end', 'begin', 'end'],
        );
      }),
    ));
});
