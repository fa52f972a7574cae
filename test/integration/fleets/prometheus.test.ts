/** Holds what share/ has for Prometheus and Grafana, and `check --format prometheus`, to Prometheus and its node exporter. */
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {parse, stringify} from 'yaml';
import {comes, samplesOf, withExporter} from '../../support/live/exporting.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {withServer} from '../../support/live/server.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {IS_ROOT, run, runProcdoc} from '../../support/procdoc.ts';
import {compile} from '../../support/subject.ts';

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

interface Alerts {
  readonly data: {
    readonly alerts: ReadonlyArray<{
      readonly labels: Readonly<Record<string, string>>;
      readonly state: string;
    }>;
  };
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

describe('Prometheus', {skip: !IS_ROOT && 'needs root'}, () => {
  it('alerts while zombies and a lock are left, resolves that after their end, and answers the dashboard', async () => {
    const [port = 0] = await freePorts(1);
    const ask = async <T>(words: string) =>
      (await (await fetch(`http://127.0.0.1:${port}${words}`)).json()) as T;
    const programs = await Promise.all(['never-waits', 'lock-heirs'].map(compile));
    const apart = [...APART, 'bash', folder, ...programs];
    const often = ['--rules-every', '1s'];
    await withExporter(often, ({url: ofMachine}) =>
      withExporter(
        often,
        ({url, tell}) =>
          withServer(prometheus(port, [url, ofMachine]), async () => {
            const {host} = new URL(url);
            const active = async (name: string) => {
              const answer = await ask<Alerts>('/api/v1/alerts').catch(() => undefined);
              return answer?.data.alerts.filter(
                ({labels: {alertname, instance}}) => alertname === name && instance === host,
              );
            };
            for (const name of ALERTS)
              await comes(
                async () => (await active(name))?.find(({state}) => state === 'firing'),
                () => `${name} fires`,
              );
            const [zombies] = (await active('ProcdocZombiesNotReaped')) ?? [];
            assert.equal(zombies?.labels.parent, 'never-waits');
            await assertDashboard(expression => ask(`/api/v1/query?query=${encodeURIComponent(expression)}`));
            tell('end');
            for (const name of ALERTS)
              await comes(
                async () => ((await active(name))?.length === 0 ? true : undefined),
                () => `${name} is over`,
              );
          }),
        apart,
      ),
    );
  });
});

const ALERTS = ['ProcdocZombiesNotReaped', 'ProcdocLeftoverLocks'];

/**
 * An exporter in a pid namespace with nothing but zombies that their parent doesn't reap, and a lock that an heir has, until
 * it is told a line, and until the end of its input: of the machine, it would see what other tests leave. Its words are a folder for a FIFO, and the two
 * programs.
 */
const APART = [
  ...['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c'],
  `mkfifo "$1/input"; exec 6<>"$1/input"
"$2" 3 <"$1/input" 6>&- >&2 & zombies=$!
"$3" flock <"$1/input" 6>&- >&2 & heirs=$!
shift 3; "$@" 6>&- & exporter=$!
read line; exec 6>&-; wait $zombies $heirs
read line; kill $exporter; wait $exporter`,
];

/** A Prometheus that scrapes each second, with the rules of share/ that wait for no more than a second. */
function prometheus(port: number, urls: readonly string[]): string[] {
  const rules = parse(readFileSync(RULES, 'utf8')) as RuleFile;
  for (const rule of rules.groups.flatMap(group => group.rules)) if (rule.for !== undefined) rule.for = '1s';
  writeFileSync(path.join(folder, 'rules.yml'), stringify(rules));
  const config = {
    global: {scrape_interval: '1s', evaluation_interval: '1s'},
    rule_files: ['rules.yml'],
    scrape_configs: [{job_name: 'procdoc', static_configs: [{targets: urls.map(url => new URL(url).host)}]}],
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

it('the node exporter serves what check --format prometheus has written, of two checks by a label of one', async () => {
  const file = path.join(folder, 'procdoc.prom');
  const other = path.join(folder, 'other.prom');
  for (const words of [[file], [other, '--label', 'policy=other']]) {
    const given = ['--format', 'prometheus', '--rule', 'zombies', '--output-file', ...words];
    const {status, stderr} = await runProcdoc('check', ...given);
    assert.ok(status === 0 || status === 1 || status === 3, stderr);
  }
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
    const written = readFileSync(file, 'utf8') + readFileSync(other, 'utf8');
    for (const metric of ['procdoc_status', 'procdoc_findings', 'procdoc_check_status'])
      assert.equal(samplesOf(text, metric).length, samplesOf(written, metric).length, metric);
  });
});
