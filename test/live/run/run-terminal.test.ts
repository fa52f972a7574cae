import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {PROCDOC} from '../../support/live/accompanied.ts';
import {run} from '../../support/procdoc.ts';

/**
 * Drives an interactive bash on a terminal of its own: of each pair, waits for the pattern in what was printed since the
 * last one, and then types the text. Prints all that the terminal showed.
 */
const DRIVE = `
import json, os, pty, re, select, signal, sys, time
steps, procdoc = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ["PS1"] = "ready> "
    os.environ["TERM"] = "dumb"
    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
seen = everything = ""
deadline = time.time() + 60
for pattern, text in steps:
    while not re.search(pattern, seen):
        assert time.time() < deadline, f"waited in vain for {pattern} in {seen!r}"
        if select.select([terminal], [], [], 1)[0]:
            more = os.read(terminal, 65536).decode("utf-8", "replace")
            seen, everything = seen + more, everything + more
    seen = ""
    os.write(terminal, text.replace("PROCDOC", " ".join(procdoc)).encode())
try:
    while more := os.read(terminal, 65536):
        everything += more.decode("utf-8", "replace")
except OSError:
    pass
os.waitpid(pid, 0)
print(everything)
`;

/**
 * One process: what is continued alone must not wait for a child that is not. It blocks SIGCONT, which so stays pending
 * where it comes before the process waits for it.
 */
const ONE_PROCESS =
  'import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCONT]); print("run" "ning", flush=True); signal.sigwait([signal.SIGCONT]); print("continu" "ed", flush=True)';

async function driven(...steps: ReadonlyArray<readonly [pattern: string, typed: string]>): Promise<string> {
  const python = process.env.PYTHON3 ?? 'python3';
  const {status, stdout, stderr} = await run([python, '-c', DRIVE, JSON.stringify(steps), ...PROCDOC]);
  assert.equal(status, 0, stderr);
  return stdout;
}

describe('procdoc run as a job of bash on a terminal', {concurrency: 2}, () => {
  it('is interrupted by ^C with its command: $? is 130', async () => {
    const shown = await driven(
      ['ready> ', `PROCDOC run -- sh -c 'echo run""ning; exec sleep 60'\n`],
      ['running', '\x03'],
      ['ready> ', 'echo "status=$?"\n'],
      ['status=\\d+\\r\\n', 'exit\n'],
    );
    assert.match(shown, /^status=130\r?$/m);
  });

  it('is stopped by ^Z with its command, and continued with it by fg', async () => {
    const count = `trap 'echo conti""nued; over=1' CONT; echo run""ning; until [ "$over" ]; do sleep 0.1; done; exit 7`;
    const shown = await driven(
      ['ready> ', `PROCDOC run -- bash -c '${count.replaceAll("'", `'\\''`)}'\n`],
      ['running', '\x1a'],
      ['Stopped[\\s\\S]*ready> ', 'fg\n'],
      ['continued[\\s\\S]*ready> ', 'echo "status=$?"\n'],
      ['status=\\d+\\r\\n', 'exit\n'],
    );
    assert.match(shown, /^status=7\r?$/m);
  });

  it('lets its command read the terminal, and stand in a pipeline', async () => {
    const shown = await driven(
      ['ready> ', `PROCDOC run -- bash -c 'read -p "na""me? " x; echo "got:$x"'\n`],
      ['name\\? ', 'Ada\n'],
      [
        'got:Ada[\\s\\S]*ready> ',
        'set -o pipefail; PROCDOC run -- seq 1 100000 | head -1; echo "status=$?"\n',
      ],
      ['status=\\d+\\r\\n', 'exit\n'],
    );
    assert.match(shown, /^status=141\r?$/m);
  });

  it('is continued by kill -CONT of procdoc alone, and its command with it', async () => {
    const shown = await driven(
      ['ready> ', `PROCDOC run -- python3 -c '${ONE_PROCESS}'\n`],
      ['running', '\x1a'],
      ['Stopped[\\s\\S]*ready> ', 'kill -CONT $(jobs -p)\n'],
      ['continued\\r\\n', 'exit\n'],
    );
    assert.match(shown, /continued\r?$/m);
  });
});
