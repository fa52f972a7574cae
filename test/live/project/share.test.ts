/** Holds share/ to the programs that it is for. */
import assert from 'node:assert/strict';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {PROCDOC} from '../../support/live/accompanied.ts';
import {withRunning} from '../../support/live/running.ts';
import {IS_ROOT, run} from '../../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const shared = (...names: string[]) => readFileSync(path.join(PROJECT_ROOT, 'share', ...names), 'utf8');

describe('the units for systemd', () => {
  let folder: string;
  const units = ['procdoc-check.service', 'procdoc-check.timer'];

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-units-'));
    // Where procdoc is not installed, a program and a manual page stand in for it, which the units name.
    for (const unit of units)
      writeFileSync(
        path.join(folder, unit),
        shared('systemd', unit).replaceAll('/usr/bin/procdoc ', '/bin/true '),
      );
    mkdirSync(path.join(folder, 'man/man1'), {recursive: true});
    cpSync(path.join(PROJECT_ROOT, 'man/procdoc-check.1'), path.join(folder, 'man/man1/procdoc-check.1'));
  });
  after(() => rmSync(folder, {recursive: true}));

  it('are what systemd takes', async () => {
    const files = units.map(unit => path.join(folder, unit));
    const env = {MANPATH: path.join(folder, 'man')};
    const {status, stderr} = await run(['systemd-analyze', 'verify', ...files], {env});
    assert.deepEqual([status, stderr], [0, '']);
  });

  it('let the service see all that root sees', {skip: !IS_ROOT && 'needs root'}, async () => {
    const [, names = ''] =
      /^CapabilityBoundingSet=(.*)$/m.exec(shared('systemd', 'procdoc-check.service')) ?? [];
    const kept = names.split(' ').map(name => `+${name.toLowerCase().replace('cap_', '')}`);
    const confined = ['setpriv', '--no-new-privs', '--bounding-set', ['-all', ...kept].join(), '--'];
    const asNobody = 'setpriv --reuid 65534 --regid 65534 --clear-groups sh -c'.split(' ');
    await withRunning([...asNobody, 'echo ready; read x'], {}, async ({pid}) => {
      const descriptors = async (launcher: readonly string[]) => {
        const {stdout} = await run([...launcher, ...PROCDOC, 'inherited-fds', `${pid}`, '--all', '--json']);
        return JSON.parse(stdout).descriptors.map(({target}: {target: string}) => target);
      };
      const seen = await descriptors(confined);
      assert.deepEqual(seen, await descriptors([]));
      assert.ok(seen.length >= 3);
    });
  });
});

it('the configuration for node-problem-detector runs a check whose answer it takes', async () => {
  const {pluginConfig, conditions, rules} = JSON.parse(shared('kubernetes', 'node-problem-detector.json'));
  for (const {condition, path: program, args} of rules) {
    assert.ok(conditions.some(({type}: {type: string}) => type === condition));
    assert.equal(program, '/usr/bin/procdoc');
    const {status, stdout} = await run([...PROCDOC, ...args, '--rule', 'locks', '--scope', `${process.pid}`]);
    assert.ok(status === 0 || status === 1 || status === 2, `${status}`);
    assert.match(stdout, /^[^\n]+\n$/);
    assert.ok(Buffer.byteLength(stdout.trimEnd()) <= pluginConfig.max_output_length);
  }
});
