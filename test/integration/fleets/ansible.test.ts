/** Runs share/ansible/collect.yml as its users do: by Debian's Ansible, over ssh. */
import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {PROCDOC, programOf} from '../../support/live/accompanied.ts';
import {type LoopbackSsh, startLoopbackSsh} from '../../support/live/loopback-ssh.ts';
import {procdocJson, run, runProcdoc} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const PLAYBOOK = path.join(PROJECT_ROOT, 'share/ansible/collect.yml');

interface Fleet {
  readonly findings: ReadonlyArray<{
    readonly host: string;
    readonly rule: string;
    readonly subject: {readonly pid: number};
  }>;
}

describe('the playbook for Ansible', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-ansible-'));
  const at = (name: string) => path.join(folder, name);
  // Nothing that the user of this machine has set up is to matter.
  const env = {HOME: folder, ANSIBLE_HOME: at('home'), ANSIBLE_CONFIG: at('ansible.cfg'), LC_ALL: 'C.UTF-8'};
  let ssh: LoopbackSsh;

  before(async () => {
    ssh = await startLoopbackSsh(folder);
    const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'ControlPath=none'];
    writeFileSync(at('ansible.cfg'), '');
    writeFileSync(at('procdoc'), programOf(PROCDOC), {mode: 0o755});
    writeFileSync(
      at('hosts'),
      `web1 ansible_port=${ssh.port}
chatty1 ansible_port=${ssh.greetingPort}
down1 ansible_port=${ssh.deadPort}
[all:vars]
ansible_host=127.0.0.1
ansible_user=${ssh.user}
ansible_ssh_private_key_file=${ssh.key}
ansible_ssh_common_args=-F none -o LogLevel=ERROR ${options.map(option => `-o ${option}`).join(' ')}
ansible_remote_tmp=${at('remote')}
`,
    );
  });
  after(async () => {
    await ssh?.stop();
    rmSync(folder, {recursive: true});
  });

  it('is what ansible-lint takes', async () => {
    const {status, stdout, stderr} = await run(
      ['ansible-lint', '--offline', '--strict', '--profile', 'production', PLAYBOOK],
      {env},
    );
    assert.equal(status, 0, stdout + stderr);
  });

  it('answers for the hosts that it could record, and names a broken recording and a host without one', () =>
    withSubject('never-waits.c', ['1'], async ({pid}) => {
      const words = ['-e', `procdoc=${at('procdoc')}`, '-e', `recordings=${at('recordings')}`];
      const played = await run(['ansible-playbook', '-i', at('hosts'), ...words, PLAYBOOK], {env});
      const said = played.stdout + played.stderr;
      // 4: a host could not be reached.
      assert.equal(played.status, 4, said);

      const [run1 = '', ...others] = readdirSync(at('recordings'));
      assert.deepEqual(others, []);
      const recordings = path.join(at('recordings'), run1);
      assert.equal(statSync(recordings).mode & 0o777, 0o700);
      const files = readdirSync(recordings).filter(name => !name.startsWith('.'));
      assert.deepEqual(files.sort(), ['chatty1.procdoc', 'web1.procdoc']);

      const {stdout, stderr} = await runProcdoc('diagnose', '--from', recordings);
      for (const line of `${stdout}${stderr}`.trimEnd().split('\n'))
        assert.ok(played.stdout.includes(JSON.stringify(line)), line);
      assert.match(stderr, /chatty1\.procdoc/);
      assert.match(played.stdout, /"Not recorded: down1"/);

      const {json} = await procdocJson<Fleet>('diagnose', '--from', recordings);
      assert.ok(
        json.findings.some(({rule, subject}) => rule === 'zombies/parent-never-waits' && subject.pid === pid),
      );
    }));
});
