import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {askSigchld, askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import type {Subject} from '../../support/subject.ts';

/** What must not reach a terminal: control characters but the newline that ends a line, and marks that turn the writing. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\ufffd]/u;
const HOSTILE_ARGUMENT = 'a\nb\u001b[2J\u202e "c" \'d\'';

/** Names as they are in the text, and in JSON, which has its own escapes for control characters. */
const names = [
  ['stat-fields', ') Z 1 (', ') Z 1 ('],
  ['escapes', '\\n\\x1b[31m\\x1b]0;x\\x07', '\n\u001b[31m\u001b]0;x\u0007'],
  ['bytes', 'caf\\xe9 \\xff\\xfe', 'caf\\xe9 \\xff\\xfe'],
  ['direction', 'ab\\u{202e}dc', 'ab\u202edc'],
] as const;

async function printed(...args: string[]): Promise<string> {
  const {status, stdout, stderr} = await askProcdoc(...args);
  assert.equal(status, 0);
  for (const line of `${stdout}${stderr}`.split('\n')) assert.doesNotMatch(line, UNSAFE);
  return stdout;
}

for (const [mode, inText, inJson] of names) {
  describe(`of a parent and a zombie named ${inText}`, {concurrency: 3}, () => {
    const named = (use: (subject: Subject) => Promise<void>) =>
      stands('hostile-name.c', [mode, HOSTILE_ARGUMENT], use);

    it('zombies prints no raw byte of name or command line', () =>
      named(async subject => {
        const [zombie] = subject.numbers('zombies');
        const lines = (await printed('zombies', '--parent', `${subject.pid}`)).split('\n');
        assert.ok(lines[0]?.startsWith(`${inText} (${subject.pid}) `), lines[0]);
        const [heading, command] = lines.slice(lines.indexOf('') + 1);
        assert.equal(heading, `${inText} (${subject.pid}) has 1 zombie`);
        assert.ok(command?.includes(` ${mode} $'a\\nb\\x1b[2J\\u{202e} "c" \\'d\\'' · `), command);
        const shown = lines.filter(line => line.startsWith(`    ${zombie}  ${inText}  died `));
        assert.equal(shown.length, 1);
      }));

    it('a table keeps a line a zombie', () =>
      named(async subject => {
        const table = await printed('zombies', '--parent', `${subject.pid}`, '-n', '-o', 'pid,comm,parent');
        assert.equal(table, `${subject.numbers('zombies')[0]}  ${inText}  ${inText}\n`);
        await printed('zombies', '--parent', `${subject.pid}`, '--by-parent');
      }));

    it('sigchld prints no raw byte either', () =>
      named(async subject => {
        const text = await printed('sigchld', `${subject.pid}`);
        assert.ok(text.startsWith(`${inText} (${subject.pid}) leaves SIGCHLD at its default: `), text);
        const table = await printed('sigchld', `${subject.pid}`, '-o', '+comm');
        assert.ok(table.trimEnd().endsWith(inText));
      }));

    it('JSON has the name, and takes no field of stat from it', () =>
      named(async subject => {
        const {zombies, parents} = await askZombies(subject.pid);
        assert.deepEqual(
          zombies.map(({pid, ppid, comm}) => ({pid, ppid, comm})),
          [{pid: subject.numbers('zombies')[0], ppid: subject.pid, comm: inJson}],
        );
        assert.deepEqual(
          parents.map(({comm, state}) => ({comm, state})),
          [{comm: inJson, state: 'S'}],
        );
        assert.equal((await askSigchld(subject.pid)).comm, inJson);
      }));

    it('where the parent has no command line, its name alone says what it is', () =>
      stands('hostile-name.c', [mode, 'leaderless'], async subject => {
        const lines = (await printed('zombies', '--parent', `${subject.pid}`)).split('\n');
        const [heading, who, doing] = lines.slice(lines.indexOf('') + 1);
        assert.equal(heading, `${inText} (${subject.pid}) has 1 zombie`);
        assert.match(who ?? '', /^ {2}\S+ · started /);
        assert.equal(doing, '  main thread exited, others are alive, in read');
        assert.deepEqual(
          (await askZombies(subject.pid)).parents.map(parent => parent.command),
          [`[${inText}]`],
        );
      }));
  });
}
