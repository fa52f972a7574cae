import assert from 'node:assert/strict';
import {test} from 'node:test';
import {commandLineWords} from './command-line.ts';
import {complaintText} from './failure-text.ts';
import {fileWords} from './files.ts';
import {policyWords} from './policy.ts';
import {problemText} from './problem.ts';
import {processWords} from './processes.ts';
import {recordingWords} from './recordings.ts';
import {targetWords} from './targets.ts';
import {valueWords} from './values.ts';

test('each kind of problem has words in one table only', () => {
  const tables = [
    commandLineWords,
    fileWords,
    policyWords,
    processWords,
    recordingWords,
    targetWords,
    valueWords,
  ];
  const kinds = tables.flatMap(table => Object.keys(table));
  assert.deepEqual(
    kinds.filter((kind, at) => kinds.indexOf(kind) !== at),
    [],
  );
});

test('a name that no process goes by may have been meant for something else', () => {
  const said = (text: string) =>
    problemText({kind: 'no-process-named', text, isRecorded: false, near: [], isOnlyAsking: false});
  assert.equal(
    said('INT'),
    'no process goes by "INT": for a signal the PID comes first, as in `procdoc signals 4711 INT`',
  );
  assert.equal(
    said('/run/a b'),
    `no process goes by "/run/a b": \`procdoc holders '/run/a b'\` shows who has a file`,
  );
  for (const text of ['term', 'nginx'])
    assert.equal(said(text), `no process goes by "${text}": \`procdoc tree\` shows all`);
});

test('a failure is one line with the flag whose value is wrong, whatever the value is', () => {
  const problem = {kind: 'no-such-file', path: 'a\n\x1b[31mb', isRecorded: false, link: undefined} as const;
  assert.equal(
    complaintText({flag: '--parent', problems: [problem]}, 'procdoc zombies'),
    'procdoc zombies: --parent: no such file: a\\n\\x1b[31mb',
  );
});

test('a file that is not trusted is named with the reason and what would make it trusted', () => {
  const file = '/srv/procdoc.toml';
  const text = (place: string, remedy: 'chown' | 'chmod' | 'copy') =>
    problemText({
      kind: 'given-file-distrusted',
      given: 'baseline',
      file,
      reason: {place, mode: 0o775, who: 'group'},
      remedy,
    });
  assert.equal(
    text('/srv', 'chmod'),
    "the baseline /srv/procdoc.toml isn't trusted, because a group can write to /srv (mode 0775): pass `--baseline /srv/procdoc.toml` to use it, or `chmod go-w /srv`",
  );
  assert.match(text('/srv', 'copy'), /, or copy it to a folder that only you can write$/);
  assert.match(text(file, 'chown'), /, or `chown root \/srv\/procdoc\.toml`$/);
});
