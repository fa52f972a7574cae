import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {type ReadAs, readStatus} from '../../../src/parse/status-readings/status-readings.ts';

/** How one child ended, without a core: as waitpid(2) gave it, and as other authors write it. */
interface End {
  readonly command: string;
  readonly raw: string;
  readonly written: Readonly<Partial<Record<ReadAs, string>>>;
}

const COMMANDS = [
  ...[0, 1, 2, 64, 126, 127, 128, 203, 255].map(status => `exit ${status}`),
  ...['KILL', 'TERM', 'SEGV', 'ABRT', 'USR1', 'ALRM', '35'].map(signal => `ulimit -c 0; kill -${signal} $$`),
];

const IN_PYTHON = `
import os, subprocess, sys
for command in sys.argv[1:]:
    argv = ['sh', '-c', command]
    first = subprocess.Popen(argv)
    _, raw = os.waitpid(first.pid, 0)
    child = subprocess.Popen(argv)
    info = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    print(raw, child.wait(), info.si_code, info.si_status)
`;

function endOf(command: string): End {
  const [raw = '', python = '', code = '', status = ''] = execFileSync(
    process.env.PYTHON3 ?? 'python3',
    ['-W', 'ignore', '-c', IN_PYTHON, command],
    {encoding: 'utf8'},
  )
    .trim()
    .split(' ');
  const shell = execFileSync('sh', ['-c', 'sh -c "$1"; echo $?', 'sh', command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const node = spawnSync('sh', ['-c', command]);
  const written = {
    shell: shell.trim(),
    python,
    siginfo: `${code},${status}`,
    node: `${node.status}, ${node.signal}`,
  };
  return {command, raw, written};
}

/** What a text says of how the child ended; the core bit is left out, since most authors of statuses do not know it. */
function end(text: string, readAs: ReadAs): object {
  const result = readStatus(text, readAs);
  assert.ok(result.ok, `${text} as ${readAs}`);
  const {status, doubt} = result.reading;
  const {raw, kind, exitStatus, signal} = status;
  return {raw, kind, exitStatus, signal, doubt};
}

describe('the oracle of readings', () => {
  for (const command of COMMANDS) {
    it(`what sh, Python, Node and waitid(2) say of "${command}" is the status that waitpid(2) gave`, () => {
      const {raw, written} = endOf(command);
      // Node has no names for real-time signals, and gives an empty signalCode.
      const authors = Object.entries(written).filter(([, text]) => text !== 'null, ');
      for (const [readAs, text] of authors) {
        assert.deepEqual(end(text, readAs as ReadAs), end(raw, 'wait'), `${text} as ${readAs}`);
      }
      assert.ok(authors.length >= 3);
    });
  }
});
