/** Holds what share/ has for Prometheus and Grafana, and `check --format prometheus`, to Prometheus and its node exporter. */
import assert from 'node:assert/strict';
import {copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {parse, stringify} from 'yaml';
import {comes, samplesOf, withExporter} from '../../support/live/exporting.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {startRunning} from '../../support/live/running.ts';
import {withServer} from '../../support/live/server.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {run, runProcdoc} from '../../support/procdoc.ts';
import {compile, type Subject, startSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const at = (...names: string[]) => path.join(PROJECT_ROOT, ...names);
const RULES = at('share/prometheus/procdoc.rules.yml');

interface Rule {
  readonly alert: string;
  for?: string;
}

interface RuleFile {
  readonly groups: ReadonlyArray<{readonly rules: readonly Rule[]}>;
}

interface Panel {
  readonly title: string;
  readonly targets?: ReadonlyArray<{readonly expr: string}>;
}

/** What Prometheus answers to a query. */
interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {readonly result: ReadonlyArray<{readonly metric: Readonly<Record<string, string>>}>};
}

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'procdoc-prometheus-'));
});
after(() => rmSync(folder, {recursive: true}));

it('the alert rules pass promtool, and its unit tests', async () => {
  for (const words of [
    ['check', 'rules', RULES],
    ['test', 'rules', at('test/data/prometheus/alerts.test.yml')],
  ]) {
    const {status, stdout, stderr} = await run(['promtool', ...words]);
    assert.equal(status, 0, stdout + stderr);
  }
});

describe('Prometheus', () => {
  /** A parent of a name that no other test gives one, and more zombies than another parent has. */
  const name = `zp-${process.pid}`;
  let parent: Awaited<ReturnType<typeof startRunning>>;
  let heirs: Subject;

  before(async () => {
    copyFileSync(await compile('never-waits'), path.join(folder, name));
    parent = await startRunning([path.join(folder, name), '60']);
    heirs = await startSubject('lock-heirs', 'flock');
  });
  after(() => Promise.all([parent.stop(), heirs.stop()]));

  it('alerts while zombies and a lock are left, resolves that after their end, and answers the dashboard', async () => {
    const [port = 0] = await freePorts(1);
    const ask = async <T>(words: string) =>
      (await (await fetch(`http://127.0.0.1:${port}${words}`)).json()) as T;
    await withExporter(['--rules-every', '1s'], async ({url}) => {
      await withServer(prometheus(port, url), async () => {
        const active = async () => {
          const answer = await ask<{data: {alerts: readonly Alert[]}}>('/api/v1/alerts').catch(
            () => undefined,
          );
          return answer?.data.alerts ?? [];
        };
        const isOf = (alert: string) => (one: Alert) =>
          one.labels.alertname === alert && (alert !== ZOMBIES || one.labels.parent === name);
        const fires = (alert: string) =>
          comes(
            async () => (await active()).find(one => isOf(alert)(one) && one.state === 'firing'),
            () => `${alert} fires`,
          );
        const [zombies] = [await fires(ZOMBIES), await fires(LOCKS)];
        assert.equal(zombies.labels.severity, 'warning');
        await assertDashboard(expression => ask(`/api/v1/query?query=${encodeURIComponent(expression)}`));
        await Promise.all([parent.stop(), heirs.stop()]);
        for (const alert of [ZOMBIES, LOCKS])
          await comes(
            async () => ((await active()).some(isOf(alert)) ? undefined : true),
            () => `${alert} is over`,
          );
      });
    });
  });
});

const ZOMBIES = 'ProcdocZombiesNotReaped';
const LOCKS = 'ProcdocLeftoverLocks';

/** A Prometheus that scrapes each second, with the rules of share/ that wait for no more than a second. */
function prometheus(port: number, url: string): string[] {
  const rules = parse(readFileSync(RULES, 'utf8')) as RuleFile;
  for (const rule of rules.groups.flatMap(group => group.rules)) if (rule.for !== undefined) rule.for = '1s';
  writeFileSync(path.join(folder, 'rules.yml'), stringify(rules));
  const config = {
    global: {scrape_interval: '1s', evaluation_interval: '1s'},
    rule_files: ['rules.yml'],
    scrape_configs: [{job_name: 'procdoc', static_configs: [{targets: [new URL(url).host]}]}],
  };
  writeFileSync(path.join(folder, 'prometheus.yml'), stringify(config));
  return [
    'prometheus',
    `--config.file=${path.join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${path.join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
}

/** What has data wherever procdoc sees all processes; zombies and a lock are left, and one process after the other exits. */
const FULL = [
  'Zombies',
  'Oldest zombie',
  'Leftover locks',
  'Hosts that see everything',
  'Zombies by parent',
  'Why they are not reaped',
  'Findings',
  'Orphans, stopped and frozen processes',
  'Time of a look',
  'CPU',
  'Memory',
];
const FULL_OF_EVENTS = ['Forks and exits', 'How long zombies wait to be reaped', 'Events lost'];

async function assertDashboard(query: (expression: string) => Promise<Answer>): Promise<void> {
  const {panels} = JSON.parse(readFileSync(at('share/grafana/procdoc.json'), 'utf8')) as {panels: Panel[]};
  const full = [...FULL, ...(signalActionErrno() === undefined ? FULL_OF_EVENTS : [])];
  for (const title of full)
    assert.ok(
      panels.some(panel => panel.title === title),
      title,
    );
  for (const {title, targets = []} of panels) {
    for (const {expr} of targets) {
      const expression = expr
        .replaceAll('$job', '.*')
        .replaceAll('$instance', '.*')
        .replaceAll('$__rate_interval', '20s');
      assert.doesNotMatch(expression, /\$/);
      const look = async () => {
        const {status, error, data} = await query(expression);
        assert.equal(status, 'success', `${title}: ${error}`);
        return data && (data.result.length > 0 || !full.includes(title)) ? data : undefined;
      };
      await comes(look, () => `data for "${title}": ${expression}`);
    }
  }
}

it('the node exporter serves what check --format prometheus has written', async () => {
  const file = path.join(folder, 'procdoc.prom');
  const words = ['--format', 'prometheus', '--output-file', file, '--rule', 'zombies'];
  const {status, stderr} = await runProcdoc('check', ...words);
  assert.ok(status === 0 || status === 1 || status === 3, stderr);
  const [port = 0] = await freePorts(1);
  const command = [
    'prometheus-node-exporter',
    '--collector.disable-defaults',
    '--collector.textfile',
    `--collector.textfile.directory=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  await withServer(command, async () => {
    const text = await comes(
      async () => (await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined))?.text(),
      () => 'the node exporter answers',
    );
    assert.deepEqual(samplesOf(text, 'node_textfile_scrape_error'), [{labels: {}, value: 0}]);
    const written = readFileSync(file, 'utf8');
    for (const metric of ['procdoc_status', 'procdoc_findings', 'procdoc_check_status'])
      assert.equal(samplesOf(text, metric).length, samplesOf(written, metric).length, metric);
  });
});
