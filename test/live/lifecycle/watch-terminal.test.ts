import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import path from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';

declare const PROJECT_ROOT: string;

const [COLUMNS, ROWS] = [70, 20];

/** Runs a command on a terminal, types a key once it has drawn so often, and says how it and the terminal ended. */
const TYPIST = `
import fcntl, json, os, pty, struct, sys, termios
key, columns, rows, command = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvpe(command[0], command, {**os.environ, "TERM": "xterm"})
printed, typed, line_wise = b"", False, None
try:
    while more := os.read(terminal, 65536):
        printed += more
        if not typed and printed.count(b"q ends") >= 3:
            typed = True
            os.write(terminal, key.encode())
        line_wise = bool(termios.tcgetattr(terminal)[3] & termios.ICANON)
except OSError:
    pass  # the other end is closed
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"status": status, "printed": printed.decode(), "lineWise": line_wise}))
`;

interface Seen {
  readonly status: number;
  readonly printed: string;
  readonly lineWise: boolean;
}

async function watchOnTerminal(key: string): Promise<Seen> {
  const procdoc = [
    process.execPath,
    path.join(PROJECT_ROOT, 'bin/run.js'),
    'watch',
    '--duration',
    '60s',
    '-q',
  ];
  const words = ['-c', TYPIST, key, `${COLUMNS}`, `${ROWS}`, ...procdoc];
  const {stdout} = await promisify(execFile)(process.env.PYTHON3 ?? 'python3', words);
  return JSON.parse(stdout);
}

describe('on a terminal, watch', {concurrency: 2}, () => {
  for (const [name, key] of [
    ['q', 'q'],
    ['^C', '\u0003'],
  ] as const) {
    it(`draws a table in its place, and ends on ${name} with a summary and the terminal as it was`, async () => {
      const {status, printed, lineWise} = await watchOnTerminal(key);
      assert.deepEqual([status, lineWise], [0, true]);
      const draws = printed.split('\u001b[?7l').slice(1);
      assert.ok(draws.length >= 3);
      for (const draw of draws) {
        const [table = ''] = draw.split('\u001b[?7h');
        const lines = table.replaceAll(/\u001b\[[\d;?]*\w/g, '').split('\r\n');
        assert.ok(lines.length <= ROWS, `${lines.length} lines`);
        for (const line of lines) assert.ok(line.length <= COLUMNS, line);
        assert.match(lines[0] ?? '', /^In .* forks?, /);
      }
      // Each time after the first, the cursor goes back to where the table began.
      assert.equal(printed.match(/\u001b\[\d+F/g)?.length, draws.length);
      const summary = draws.at(-1)?.split(/\u001b\[\d+F\u001b\[J/)[1];
      assert.match(summary ?? '', /In .* reaped, /);
    });
  }
});
