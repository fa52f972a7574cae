/** Holds share/ to the programs that it is for. */
import assert from 'node:assert/strict';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {PROCDOC} from '../../support/live/accompanied.ts';
import {samplesOf} from '../../support/live/exporting.ts';
import {withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {IS_ROOT, run} from '../../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const shared = (...names: string[]) => readFileSync(path.join(PROJECT_ROOT, 'share', ...names), 'utf8');

it('each file is in the index', () => {
  const named = [...shared('README.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
  const isNamed = (file: string) =>
    named.some(name => (name.endsWith('*') ? file.startsWith(name.slice(0, -1)) : file === name));
  const files = readdirSync(path.join(PROJECT_ROOT, 'share'), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(({parentPath, name}) =>
      path.relative(path.join(PROJECT_ROOT, 'share'), path.join(parentPath, name)),
    );
  assert.deepEqual(
    files.filter(file => file !== 'README.md' && !isNamed(file)),
    [],
  );
});

describe('the units for systemd', () => {
  let folder: string;
  const units = ['check.service', 'check.timer', 'exporter.service', 'exporter.socket'].map(
    name => `procdoc-${name}`,
  );

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-units-'));
    // Where procdoc is not installed, a program and a manual page stand in for it, which the units name.
    for (const unit of units)
      writeFileSync(
        path.join(folder, unit),
        shared('systemd', unit).replaceAll('/usr/bin/procdoc ', '/bin/true '),
      );
    mkdirSync(path.join(folder, 'man/man1'), {recursive: true});
    for (const page of ['procdoc-check.1', 'procdoc-exporter.1'])
      cpSync(path.join(PROJECT_ROOT, 'man', page), path.join(folder, 'man/man1', page));
  });
  after(() => rmSync(folder, {recursive: true}));

  it('are what systemd takes', async () => {
    const files = units.map(unit => path.join(folder, unit));
    const env = {MANPATH: path.join(folder, 'man')};
    const {status, stderr} = await run(['systemd-analyze', 'verify', ...files], {env});
    assert.deepEqual([status, stderr], [0, '']);
  });

  it('take what they need and no more', async () => {
    for (const unit of units.filter(name => name.endsWith('.service'))) {
      const words = ['security', '--offline=true', '--threshold=45', path.join(folder, unit)];
      const {status, stdout, stderr} = await run(['systemd-analyze', ...words]);
      assert.equal(status, 0, stdout + stderr);
    }
  });

  it('let the services see all that root sees', {skip: !IS_ROOT && 'needs root'}, async () => {
    const [names = '', ofExporter] = ['procdoc-check.service', 'procdoc-exporter.service'].map(
      unit => /^CapabilityBoundingSet=(.*)$/m.exec(shared('systemd', unit))?.[1],
    );
    assert.equal(ofExporter, names);
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
    if (signalActionErrno() !== undefined) return;
    const {status, stdout} = await run([...confined, ...PROCDOC, 'exporter', '--once']);
    assert.deepEqual(
      [status, samplesOf(stdout, 'procdoc_event_source_info')[0]?.labels],
      [0, {source: 'bpf'}],
    );
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
