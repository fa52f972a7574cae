import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {describe, it} from 'node:test';
import type {Finding} from '../../../src/rules/finding.ts';
import {descriptorInspection} from '../../../src/rules/inspections/descriptors.ts';
import {askDescriptor, rulesOf} from '../../support/live/descriptor-answers.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {
  commOf,
  descendantsOf,
  descriptorTarget,
  isGone,
  parentOf,
  statField,
} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const detached = true;

async function leftEndsOf(...pids: number[]): Promise<Finding[]> {
  const findings = await inspected(descriptorInspection, pids);
  return findings.filter(({rule}) => rule === 'fds/pipe-held-open');
}

/** The processes whose descriptors a finding has evidence of, that of the culprit first. */
function pidsIn(finding: Finding | undefined): number[] {
  return (finding?.evidence ?? []).flatMap(({file}) => {
    const pid = /^\/proc\/(\d+)\/fd\/\d+$/.exec(file)?.[1];
    return pid === undefined ? [] : [Number(pid)];
  });
}

/** A Node program whose child, a shell, starts a command that outlives it, with these streams. */
const node = (stdio: string, script: string) => [
  process.execPath,
  '-e',
  `const child = require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(script)}], {stdio: ${stdio}});
child.stdout?.pipe(process.stdout);
child.on('exit', () => console.log(child.pid));`,
];

describe('an end of a socket pair, which Node has for a pipe,', () => {
  it("that a child's command keeps as its output: Node waits for its end, whoever is asked about", () =>
    withRunning(
      node("['ignore', 'pipe', 'ignore', 0]", 'cat <&3 3<&- & echo $!'),
      {detached, lines: 2},
      async ({pid, numbers: [left = 0, shell = 0]}) => {
        await until('the shell has left', () => isGone(shell));
        assert.match(descriptorTarget(left, 1), /^socket:/);
        for (const asked of [pid, left]) {
          const [finding, ...others] = await leftEndsOf(asked);
          assert.deepEqual([finding?.certainty, others], ['likely', []]);
          assert.ok(finding && 'pid' in finding.subject && finding.subject.pid === left);
          assert.equal(finding.cause, descriptorTarget(left, 1));
          assert.deepEqual(pidsIn(finding), [left, pid]);
        }
        assert.deepEqual(rulesOf(await askDescriptor(left, 1)), ['fds/pipe-held-open']);
      },
    ));

  it('that is the IPC channel: whoever inherited it keeps it open', () =>
    withRunning(
      node("['ignore', 'inherit', 'ignore', 'ipc', 0]", 'cat <&4 4<&- >/dev/null & echo $!'),
      {detached, lines: 2},
      async ({pid, numbers: [left = 0, shell = 0]}) => {
        await until('the shell has left', () => isGone(shell));
        const [finding, ...others] = await leftEndsOf(pid);
        assert.deepEqual([finding?.certainty, others], ['likely', []]);
        assert.deepEqual(pidsIn(finding), [left, pid]);
        assert.match(finding?.remedy ?? '', /`3>&-`/);
      },
    ));

  it('that a living child has is at work', () =>
    withRunning(
      node("['pipe', 'pipe', 'pipe', 'ipc', 0]", 'cat <&4 & echo $$ $!; wait'),
      {detached},
      async ({pid, numbers: [shell = 0, command = 0]}) => {
        assert.equal(parentOf(command), shell);
        assert.deepEqual(await leftEndsOf(pid, shell, command), []);
      },
    ));
});

describe('a pipe that a leftover has together with', () => {
  it('a writer at work keeps nobody waiting: its reader has that one to wait for', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0 6>&1; { bash -c 'cat <&5 6>&- & echo $$ $! >&6'; exec cat <&5 6>&-; } | cat >/dev/null 6>&-; :`,
      ],
      {detached},
      async ({numbers: [script = 0, left = 0]}) => {
        await until('the script has left', () => isGone(script));
        assert.match(descriptorTarget(left, 1), /^pipe:/);
        assert.deepEqual(await leftEndsOf(left), []);
      },
    ));
});

/** Runs a Python program as PID 1 of a pid namespace; it says when it has begun. */
const asInit = (program: string) => [
  ...['unshare', '--pid', '--fork', '--kill-child', 'python3', '-c'],
  `import os, subprocess, sys\nprint('up', flush=True)\n${program}\nsys.stdin.read()`,
];

/** The cat(1) below a process that leads its session and has stopped being what started it. */
async function detachedBelow(pid: number): Promise<number> {
  const leader = () =>
    descendantsOf(pid).find(each => commOf(each) === 'cat' && statField(each, 6) === `${each}`);
  await until('a command leads its session under init', () => {
    const left = leader();
    return left !== undefined && parentOf(left) === descendantsOf(pid)[0];
  });
  return leader() ?? assert.fail('it has left');
}

describe('a command in a session of its own under init', {skip: !IS_ROOT && 'needs root'}, () => {
  it('that has the pipe of a stranger keeps the stranger waiting', () => {
    const caller =
      "import subprocess; subprocess.check_output(['sh', '-c', 'setsid cat <&8 2>&8 & '], pass_fds=(8,))";
    return withRunning(
      asInit(
        `os.dup2(0, 8)\nsubprocess.call(['sh', '-c', 'python3 -c "$0"; :', ${JSON.stringify(caller)}], pass_fds=(8,))`,
      ),
      {},
      async ({pid}) => {
        const left = await detachedBelow(pid);
        const reader = descendantsOf(pid).find(
          each => commOf(each).startsWith('python') && parentOf(parentOf(each)) === descendantsOf(pid)[0],
        );
        assert.ok(reader !== undefined);
        for (const asked of [left, reader]) {
          const [finding, ...others] = await leftEndsOf(asked);
          assert.deepEqual([finding?.certainty, others], ['likely', []]);
          assert.deepEqual(pidsIn(finding), [left, reader]);
          assert.ok(
            finding?.evidence.some(({field, value}) => field === 'session (6)' && value === `${left}`),
          );
        }
      },
    );
  });

  it('whose reader was started by init as well is a pipeline', () =>
    withRunning(
      asInit(
        'one = subprocess.Popen(["cat"], stdout=subprocess.PIPE, start_new_session=True)\nsubprocess.Popen(["cat"], stdin=one.stdout, stdout=subprocess.DEVNULL)\none.stdout.close()\none.wait()',
      ),
      {},
      async ({pid}) => assert.deepEqual(await leftEndsOf(await detachedBelow(pid)), []),
    ));

  it('whose pipe init has as well was given it by init', () =>
    withRunning(
      asInit(`reading, writing = os.pipe()
os.dup2(reading, 8)
os.close(reading)
subprocess.Popen(['sh', '-c', 'cat <&8 >/dev/null & exec 8<&-; wait'], pass_fds=(8,))
os.close(8)
subprocess.Popen(['cat'], stdout=writing, start_new_session=True)`),
      {},
      async ({pid}) => {
        const left = await detachedBelow(pid);
        const [init] = descendantsOf(pid);
        const shell = descendantsOf(pid).find(each => commOf(each) === 'sh');
        await until('only a stranger reads the pipe', () => {
          const reader = descendantsOf(shell ?? 0)[0];
          const hasClosed = !readdirSync(`/proc/${shell}/fd`).includes('8');
          return (
            reader !== undefined && hasClosed && descriptorTarget(reader, 0) === descriptorTarget(left, 1)
          );
        });
        assert.equal(parentOf(left), init);
        assert.deepEqual(await leftEndsOf(left), []);
      },
    ));
});

it('is found for who waits for its reader, as ssh(1) does for sshd(8), and not for other clients of the server', () => {
  const program = `import os, socket, subprocess, sys
os.dup2(0, 5)
listener = socket.create_server(("127.0.0.1", 0))
def client():
    pid = os.fork()
    if pid: return pid, listener.accept()[0]
    port = listener.getsockname()[1]
    listener.close()
    socket.create_connection(("127.0.0.1", port)).recv(1)
    os._exit(0)
first, session = client()
other, waiting = client()
worker = os.fork()
if worker == 0:
    listener.close(); waiting.close()
    left = subprocess.Popen(["setsid", "sh", "-c", "cat <&5 & echo $!"], stdout=subprocess.PIPE, pass_fds=[5])
    print(first, other, os.getpid(), int(left.stdout.readline()), flush=True)
    left.wait()
    left.stdout.read()
    os._exit(0)
session.close()
os.waitpid(worker, 0)
waiting.close()
for pid in first, other: os.waitpid(pid, 0)`;
  return withRunning(
    ['python3', '-c', program],
    {},
    async ({numbers: [first = 0, other = 0, worker, left]}) => {
      const findingsOf = async (pid: number) => {
        const {json} = await procdocJson<{findings: Array<{subject: {pid: number}; evidence: string[]}>}>(
          ...['diagnose', `${pid}`, '--rule', 'fds/pipe-held-open'],
        );
        return json.findings;
      };
      const [finding] = await until('the worker waits', async () => {
        const found = await findingsOf(first);
        return found.length > 0 ? found : undefined;
      });
      assert.equal(finding?.subject.pid, left);
      assert.ok(finding?.evidence.some((line: string) => line.includes(`/proc/${worker}/fd/`)));
      assert.deepEqual(await findingsOf(other), []);
    },
  );
});
