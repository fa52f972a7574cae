import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {descendantsOf} from '../../support/proc-witness.ts';
import {procdocJson, runProcdoc} from '../../support/procdoc.ts';

/** Has a zombie, and a child that inherited its lock; leaves when its standard input ends. */
const program = `
import fcntl, os, sys
lock = open(os.path.join(os.path.dirname(__file__), 'dodo.lock'), 'w')
fcntl.flock(lock, fcntl.LOCK_EX)
os.set_inheritable(lock.fileno(), True)
zombie = os.fork() or os._exit(3)
heir = os.fork()
if heir:
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
    print(heir, flush=True)
sys.stdin.read()
if heir:
    os.wait(), os.wait()
`;

const secrets = ['zebra', 'quagga_server', 'okapi1234', 'tapir', 'dodo'];

/** Keys with words of procdoc or of the kernel. */
const ownWords = new Set([
  ...['schema', 'rule', 'certainty', 'kind', 'proof', 'class', 'mode', 'freshness', 'interpreter', 'state'],
  ...['accessMode', 'how', 'family', 'type', 'disposition', 'syscall', 'device', 'signal', 'errno'],
]);

/** An answer without the words that were hidden in it, in keys or in sentences. */
function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map(item => shapeOf(item, key));
  if (typeof value === 'string') return ownWords.has(key) ? value : 'a text';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner, name)]));
}

test('a redacted recording gives the same answers, without the words of arguments, paths and users', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-redacted-'));
  mkdirSync(path.join(folder, 'zebra'));
  const script = path.join(folder, 'zebra/quagga_server.py');
  writeFileSync(script, program);
  const python = process.env.PYTHON3 ?? 'python3';
  const child = spawn(python, ['-u', script, '--token=okapi1234', 'tapir'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    const pids = [child.pid ?? 0, ...descendantsOf(child.pid ?? 0)];
    const [plain, redacted] = [path.join(folder, 'plain'), path.join(folder, 'redacted')];
    for (const args of [
      ['-o', plain],
      ['-o', redacted, '--redact', '--from', plain],
    ]) {
      const {status, stderr} = await runProcdoc('record', ...args);
      assert.equal(status, 0, stderr);
    }
    const open = readFileSync(plain, 'latin1');
    const hidden = readFileSync(redacted, 'latin1');
    for (const secret of [...secrets, 'nobody']) {
      assert.ok(open.includes(secret), `${secret} is recorded`);
      assert.ok(!hidden.includes(secret), `${secret} is hidden`);
    }
    const questions = [
      ...[['zombies'], ['locks'], ['scripts'], ['scripts', '--deep'], ['orphans'], ['tree']],
      ...pids.slice(0, 1).flatMap(pid => [
        ['inherited-fds', `${pid}`, '--all'],
        ['why', `${pid}`],
      ]),
    ];
    for (const words of questions) {
      const [before, after] = await Promise.all(
        [plain, redacted].map(file => procdocJson<Record<string, unknown>>(...words, '--from', file)),
      );
      assert.deepEqual(shapeOf(after), shapeOf(before), words.join(' '));
    }
  } finally {
    child.stdin.end();
    await left;
    rmSync(folder, {recursive: true});
  }
});
