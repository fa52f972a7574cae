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
