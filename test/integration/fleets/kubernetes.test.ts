/** Holds what share/ has for containers to Kubernetes' own types and schema, and to what it says of procdoc. */
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';
import {parse} from 'yaml';
import {PROCDOC} from '../../support/live/accompanied.ts';
import {comes, metricsAt, samplesOf} from '../../support/live/exporting.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {withServer} from '../../support/live/server.ts';
import {IS_ROOT, run} from '../../support/procdoc.ts';
import {CI_SYSTEMS, KUBERNETES} from '../tools.js';

declare const PROJECT_ROOT: string;

const at = (...names: string[]) => path.join(PROJECT_ROOT, ...names);

/** What is asked of a manifest here, whose form Kubernetes' types hold. */
interface DaemonSet {
  readonly spec: {
    readonly selector: {readonly matchLabels: Readonly<Record<string, string>>};
    readonly template: {
      readonly metadata: {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      };
      readonly spec: {
        readonly hostPID: boolean;
        readonly containers: readonly [
          {
            readonly command: readonly string[];
            readonly ports: ReadonlyArray<{readonly name: string; readonly containerPort: number}>;
            readonly securityContext: {
              readonly privileged: boolean;
              readonly readOnlyRootFilesystem: boolean;
              readonly capabilities: {readonly add: readonly string[]; readonly drop: readonly string[]};
            };
            readonly livenessProbe: {readonly httpGet: {readonly path: string; readonly port: string}};
          },
        ];
      };
    };
  };
}

const daemonSet = parse(readFileSync(at('share/kubernetes/exporter-daemonset.yaml'), 'utf8')) as DaemonSet;
const {template, selector} = daemonSet.spec;
const [container] = template.spec.containers;

describe('the DaemonSet of the exporter', () => {
  it('passes the schema of Kubernetes, and has no key that its types don’t know', async () => {
    const {DaemonSet: Checked} = createRequire(at(KUBERNETES.file))('kubernetes-models/apps/v1/DaemonSet');
    new Checked(daemonSet).validate();
    const folder = mkdtempSync(at('dist/kubernetes-'));
    try {
      symlinkSync(at(KUBERNETES.folder, 'node_modules'), path.join(folder, 'node_modules'));
      const file = path.join(folder, 'manifest.ts');
      const [imported, of] = [
        "import type {IDaemonSet} from 'kubernetes-models/apps/v1/DaemonSet';",
        'IDaemonSet',
      ];
      const check = async (manifest: unknown) => {
        writeFileSync(file, `${imported}\nexport const manifest: ${of} = ${JSON.stringify(manifest)};\n`);
        const words = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--types', '', file];
        return promisify(execFile)(at('node_modules/.bin/tsc'), words).then(
          () => '',
          ({stdout}: {stdout: string}) => stdout,
        );
      };
      assert.equal(await check(daemonSet), '');
      const misspelt = {...daemonSet, spec: {...daemonSet.spec, templat: {}}};
      assert.match(await check(misspelt), /templat\W+does not exist/);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('is for the processes of the node, unprivileged, with the capabilities of the unit and no more', () => {
    assert.equal(template.spec.hostPID, true);
    const {privileged, readOnlyRootFilesystem, capabilities} = container.securityContext;
    assert.deepEqual([privileged, readOnlyRootFilesystem, capabilities.drop], [false, true, ['ALL']]);
    const unit = readFileSync(at('share/systemd/procdoc-exporter.service'), 'utf8');
    const [, names = ''] = /^CapabilityBoundingSet=(.*)$/m.exec(unit) ?? [];
    assert.deepEqual(
      capabilities.add.map(name => `CAP_${name}`),
      names.split(' '),
    );
    for (const name of names.split(' '))
      assert.ok(readFileSync(at('README.md'), 'utf8').includes(name), name);
    for (const [key, value] of Object.entries(selector.matchLabels))
      assert.equal(template.metadata.labels[key], value);
  });

  it('lives by a page, and is scraped where it listens', {skip: !IS_ROOT && 'needs root'}, async () => {
    const {httpGet} = container.livenessProbe;
    const {containerPort} = container.ports.find(({name}) => name === httpGet.port) ?? {};
    assert.equal(`${containerPort}`, template.metadata.annotations['prometheus.io/port']);
    const [port = 0] = await freePorts(1);
    const [program, ...words] = container.command.map(word => word.replace(`:${containerPort}`, `:${port}`));
    assert.equal(program, '/usr/bin/procdoc');
    const added = container.securityContext.capabilities.add.map(name => `+${name.toLowerCase()}`);
    const confined = ['setpriv', '--no-new-privs', '--bounding-set', ['-all', ...added].join(), '--'];
    await withServer([...confined, ...PROCDOC, ...words], async () => {
      const page = await comes(
        async () => fetch(`http://127.0.0.1:${port}${httpGet.path}`).catch(() => undefined),
        () => 'the exporter answers',
      );
      assert.equal(page.status, 200);
      const text = await metricsAt(`http://[::1]:${port}/metrics`);
      assert.equal(samplesOf(text, 'procdoc_zombies').length, 1);
    });
  });
});

const DOCKERFILE = 'share/docker/Dockerfile';

it('the Dockerfile passes the checks of the language server that editors have for it', () => {
  const {validate} = createRequire(at(CI_SYSTEMS.file))('dockerfile-utils') as {
    validate(text: string): ReadonlyArray<{readonly message: string}>;
  };
  const text = readFileSync(at(DOCKERFILE), 'utf8');
  assert.deepEqual(validate(text), []);
  assert.match(validate(text.replace('ENTRYPOINT', 'ENTRYPONT'))[0]?.message ?? '', /ENTRYPONT/);
});

it('the Dockerfile runs its command by procdoc run, and exits as that does', async () => {
  const text = readFileSync(at(DOCKERFILE), 'utf8');
  const [, installed] = /^COPY \S+ (\S+)$/m.exec(text) ?? [];
  const wordsOf = (instruction: string) =>
    JSON.parse(new RegExp(`^${instruction} (\\[.*\\])$`, 'm').exec(text)?.[1] ?? '[]') as string[];
  const [program, ...words] = wordsOf('ENTRYPOINT');
  assert.equal(program, installed);
  assert.ok(wordsOf('CMD').length > 0);
  const {status, stdout} = await run([...PROCDOC, ...words, 'sh', '-c', 'echo ran; exit 7']);
  assert.deepEqual([status, stdout], [7, 'ran\n']);
});
