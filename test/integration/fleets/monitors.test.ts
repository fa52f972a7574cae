/** Holds share/icinga, share/nagios and share/sudoers to the monitors that they are for, which run procdoc by them. */
import assert from 'node:assert/strict';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {PROCDOC, programOf} from '../../support/live/accompanied.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {makeFiles} from '../../support/live/running.ts';
import {withServer} from '../../support/live/server.ts';
import {IS_ROOT, procdocForNobody, run} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

/** What a monitor shows of procdoc's check: its state, and whether the text is that of the same state. */
const ANSWER = /PROCDOC (?:OK|WARNING|CRITICAL|UNKNOWN) - /;

let folder: string;
const at = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(path.join(PROJECT_ROOT, 'share', name), 'utf8');
/** A file of share/ that names procdoc where it is not installed. */
const shared = (name: string) => read(name).replaceAll('/usr/bin/procdoc', at('procdoc'));

before(() => {
  folder = makeFiles({procdoc: programOf(PROCDOC)});
});
after(() => rmSync(folder, {recursive: true}));

describe('the check command of Icinga', () => {
  const {username} = userInfo();
  let daemon: string[];

  before(() => {
    mkdirSync(at('icinga'));
    // Its first check comes within one interval.
    const often = shared('icinga/procdoc.conf').replace('check_interval = 5m', 'check_interval = 1s');
    writeFileSync(at('icinga/procdoc.conf'), often);
    writeFileSync(
      at('icinga/icinga2.conf'),
      `include <itl>
include "procdoc.conf"
object Host "here" {
  check_command = "dummy"
  vars.procdoc = "procdoc"
  vars.procdoc_allow_unknown = true
  vars.procdoc_zombies = "0:100000,0:200000"
  vars.procdoc_ignore = [ "fds", "zombies" ]
  vars.procdoc_expect_script = [ "never-there.py=1:1", "nor-this.py=0:0" ]
}
object CheckerComponent "checker" {}
object PerfdataWriter "answers" {
  rotation_interval = 1s
  service_temp_path = "${at('icinga/answer')}"
  service_perfdata_path = "${at('icinga/answers')}"
  service_format_template = "$service.state_id$ $service.output$ | $service.perfdata$"
  host_temp_path = "${at('icinga/host')}"
  host_perfdata_path = "${at('icinga/hosts')}"
}
`,
    );
    const folders = ['DataDir', 'LogDir', 'InitRunDir', 'CacheDir', 'SpoolDir'];
    const defined = [`RunAsUser=${username}`, `RunAsGroup=${groupOf()}`].concat(
      folders.map(name => `${name}=${at('icinga')}`),
    );
    daemon = ['icinga2', 'daemon', '-c', at('icinga/icinga2.conf'), ...defined.map(one => `-D${one}`)];
  });

  it('is what Icinga takes', async () => {
    const {status, stdout, stderr} = await run([...daemon, '-C']);
    assert.equal(status, 0, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /warning|critical/);
  });

  it('has procdoc answer, with the limits and expectations of a host', () =>
    withServer(daemon, async () => {
      const answers = () =>
        readdirSync(at('icinga'))
          .filter(name => name.startsWith('answer'))
          .map(name => readFileSync(path.join(at('icinga'), name), 'utf8'))
          .find(text => ANSWER.test(text));
      const answer = await until('Icinga has an answer', answers);
      assert.match(answer, /^2 PROCDOC CRITICAL - /m);
      assert.match(answer, /expect\/script: never-there\.py/);
      assert.doesNotMatch(answer, /nor-this|zombies\//);
      assert.match(answer, /zombies=\d+;0:100000;0:200000/);
    }));
});

describe('the command and the service of Nagios', () => {
  before(() => {
    mkdirSync(at('nagios/spool'), {recursive: true});
    mkdirSync(at('nagios/objects'));
    writeFileSync(at('nagios/objects/procdoc.cfg'), shared('nagios/procdoc.cfg'));
    const days = ['sun', 'mon', 'tues', 'wednes', 'thurs', 'fri', 'satur'];
    const object = (type: string, ...lines: string[]) => `define ${type} {\n${lines.join('\n')}\n}\n`;
    const always = ['check_period always', 'notification_period always', 'contacts somebody'];
    const once = ['max_check_attempts 1', 'notifications_enabled 0', 'notification_interval 0'];
    writeFileSync(
      at('nagios/objects/site.cfg'),
      [
        object(
          'timeperiod',
          'timeperiod_name always',
          'alias always',
          ...days.map(day => `${day}day 00:00-24:00`),
        ),
        object('command', 'command_name nothing', 'command_line /bin/true'),
        object(
          'contact',
          'contact_name somebody',
          ...['service', 'host'].flatMap(of => [
            `${of}_notification_period always`,
            `${of}_notification_options n`,
            `${of}_notification_commands nothing`,
          ]),
        ),
        object('host', 'host_name localhost', 'address 127.0.0.1', ...always, ...once),
        object('service', 'name generic-service', 'register 0', ...always, ...once),
      ].join(''),
    );
    const settings: Readonly<Record<string, string>> = {
      cfg_dir: at('nagios/objects'),
      log_file: at('nagios/log'),
      object_cache_file: at('nagios/objects.cache'),
      status_file: at('nagios/status'),
      status_update_interval: '1',
      check_result_path: at('nagios/spool'),
      lock_file: at('nagios/lock'),
      temp_path: at('nagios'),
      temp_file: at('nagios/temp'),
      log_archive_path: at('nagios'),
      query_socket: at('nagios/query'),
      command_file: at('nagios/commands'),
      nagios_user: userInfo().username,
      nagios_group: groupOf(),
      check_external_commands: '0',
      retain_state_information: '0',
      // An interval is a second, and the first check comes at once.
      interval_length: '1',
      service_inter_check_delay_method: 'n',
      illegal_macro_output_chars: '`',
      use_syslog: '0',
    };
    writeFileSync(
      at('nagios/nagios.cfg'),
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  });

  it('are what Nagios takes', async () => {
    const {status, stdout, stderr} = await run(['nagios4', '-v', at('nagios/nagios.cfg')]);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /Total Warnings: 0\s+Total Errors: +0/);
  });

  it('have procdoc answer', () =>
    withServer(['nagios4', at('nagios/nagios.cfg')], async () => {
      const shown = () => {
        const status = readFileSync(at('nagios/status'), 'utf8').split('servicestatus {')[1] ?? '';
        return ANSWER.test(status) && status;
      };
      const status = await until('Nagios has an answer', () => tried(shown));
      const [, state] = /current_state=(\d)/.exec(status) ?? [];
      const said = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'][Number(state)];
      assert.match(status, new RegExp(`plugin_output=PROCDOC ${said} - `));
      assert.match(status, /performance_data=zombies=\d+;0:5;0:50;0 .*zombie-age=[\d.U]+s?;0:60;0:3600;0/);
    }));
});

it('the command for NRPE has procdoc answer', {skip: !IS_ROOT && 'needs root'}, async () => {
  // NRPE runs as no root, and procdoc as NRPE.
  const procdoc = await procdocForNobody();
  const [port = 0] = await freePorts(1);
  const own = `server_address=127.0.0.1
server_port=${port}
allowed_hosts=127.0.0.1
nrpe_user=nobody
nrpe_group=nogroup
pid_file=${at('nrpe.pid')}
`;
  const program = path.join(path.dirname(procdoc[1] ?? ''), 'procdoc');
  writeFileSync(program, programOf(procdoc), {mode: 0o755});
  writeFileSync(at('nrpe.cfg'), own + read('nagios/nrpe.cfg').replaceAll('/usr/bin/procdoc', program));
  await withServer(['nrpe', '-n', '-f', '-c', at('nrpe.cfg')], async () => {
    const ask = ['/usr/lib/nagios/plugins/check_nrpe', '-n', '-H', '127.0.0.1', '-p', `${port}`];
    const {status, stdout} = await until('NRPE answers', async () => {
      const answer = await run([...ask, '-t', '60', '-c', 'check_procdoc']);
      return ANSWER.test(answer.stdout) && answer;
    });
    const [, said = ''] = /^PROCDOC (\w+)/.exec(stdout) ?? [];
    assert.equal(['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'].indexOf(said), status);
    assert.match(stdout, /\| zombies=\d+;0:5;0:50;0/);
  });
});

it('what sudo lets the user of a monitor run as root is what the checks run, and no other words', async () => {
  const file = path.join(PROJECT_ROOT, 'share/sudoers/procdoc');
  const {status, stdout, stderr} = await run(['/usr/sbin/visudo', '--check', '--strict', '--file', file]);
  assert.equal(status, 0, stdout + stderr);
  const [, allowed = ''] = /NOPASSWD: (.*)/.exec(readFileSync(file, 'utf8')) ?? [];
  assert.doesNotMatch(allowed, /[*?[]|$^/);
  for (const name of ['nagios/procdoc.cfg', 'nagios/nrpe.cfg'])
    assert.ok(read(name).includes(`/usr/bin/sudo --non-interactive ${allowed}\n`), name);
  const words = ['/usr/bin/sudo', '--non-interactive', ...allowed.split(' ')];
  const icinga = read('icinga/procdoc.conf').replaceAll(/\s+/g, ' ');
  assert.ok(icinga.includes(`command = [ ${words.map(word => `"${word}"`).join(', ')} ]`));
});

const groupOf = () => {
  const {gid} = userInfo();
  const groups = readFileSync('/etc/group', 'utf8').split('\n');
  return groups.map(line => line.split(':')).find(fields => Number(fields[2]) === gid)?.[0] ?? '';
};

/** What something gives; undefined where its file is not there yet. */
function tried<T>(something: () => T): T | undefined {
  try {
    return something();
  } catch {
    return undefined;
  }
}
