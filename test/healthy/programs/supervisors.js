// Programs that start and restart others: services that stay, services that exit again and again, jobs by the clock.
import {BUSY_LOOP, hasWritten} from './busy-loop.js';

const BOTH = ['root', 'nobody'];

async function supervisord(place) {
  const program = (name, command) => `[program:${name}]\ncommand = ${command}\nstartsecs = 0\n`;
  place.write('job.sh', BUSY_LOOP, 0o755);
  const conf = place.write(
    'supervisord.conf',
    `[supervisord]
logfile = ${place.path('supervisord.log')}
pidfile = ${place.path('supervisord.pid')}
childlogdir = ${place.folder}
[unix_http_server]
file = ${place.path('supervisor.sock')}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl = unix://${place.path('supervisor.sock')}
${program('job', place.path('job.sh'))}
${program('stays', 'sleep 36000')}
${program('flaky', 'sleep 0.3\nautorestart = true')}
`,
  );
  await place.run(['supervisord', '-c', conf]);
  const pid = await place.pidIn('supervisord.pid');
  await hasWritten(place);
  await place.busy(() => place.run(['supervisorctl', '-c', conf, 'restart', 'stays']), 1000);
  return pid;
}

async function runit(place) {
  const service = (name, script) => {
    place.makeFolder(`service/${name}`);
    place.write(`service/${name}/run`, `#!/bin/sh\nexec 2>&1\n${script}\n`, 0o755);
  };
  service('job', `cd ${place.folder}\nexec ./job.sh`);
  service('flaky', 'sleep 0.2; echo again');
  service('stays', 'exec sleep 36000');
  place.write('job.sh', BUSY_LOOP, 0o755);
  for (const name of ['job', 'flaky']) {
    place.makeFolder(`logs/${name}`);
    service(`${name}/log`, `exec svlogd ${place.path('logs', name)}`);
  }
  const {pid} = place.start(['runsvdir', '-P', place.path('service'), 'log: ...........................']);
  await hasWritten(place);
  await place.busy(() => place.run(['sv', 'restart', place.path('service/stays')]), 1000);
  return pid;
}

async function monit(place) {
  place.write('job.sh', BUSY_LOOP, 0o755);
  place.write('check.sh', '#!/bin/sh\nls | wc -l\n', 0o755);
  const conf = place.write(
    'monitrc',
    `set daemon 1
set pidfile ${place.path('monit.pid')}
set statefile ${place.path('monit.state')}
set idfile ${place.path('monit.id')}
set log ${place.path('monit.log')}
check program always with path "${place.path('check.sh')}"
  if status != 0 then alert
check process job with pidfile ${place.path('job.pid')}
  start program = "/bin/sh -c 'cd ${place.folder}; ./job.sh & echo $! > job.pid'"
check file log with path ${place.path('monit.log')}
`,
    0o600,
  );
  const {pid} = place.start(['monit', '-I', '-c', conf]);
  await hasWritten(place);
  return pid;
}

/** cron in a mount namespace in which its folders are the place's, so that it does nothing of this machine's. */
const cron = options =>
  async function startCron(place) {
    place.makeFolder('run');
    place.makeFolder('cron.d');
    place.makeFolder('spool');
    place.write('job.sh', BUSY_LOOP, 0o755);
    const jobs = ['root', 'nobody'].map(user => `* * * * * ${user} cd ${place.folder}; timeout 50 ./job.sh`);
    place.write('cron.d/jobs', `MAILTO=""\n${jobs.join('\n')}\n`);
    place.write('crontab', '');
    const binds = {
      'cron.d': '/etc/cron.d',
      crontab: '/etc/crontab',
      spool: '/var/spool/cron/crontabs',
      run: '/run',
    };
    const mounts = Object.entries(binds).map(([from, to]) => `mount --bind ${place.path(from)} ${to}`);
    const script = ['mount --make-rprivate /', ...mounts, `exec cron ${options}`].join(' && ');
    const command = ['unshare', '--mount', 'sh', '-c', script];
    if (options === '') await place.run(command);
    const {pid} = options === '' ? {pid: await place.pidIn('run/crond.pid')} : place.start(command);
    await hasWritten(place, 75);
    return pid;
  };

export const supervisors = [
  {
    name: 'supervisord',
    users: BOTH,
    needs: ['supervisord'],
    version: ['supervisord', '--version'],
    start: supervisord,
  },
  {name: 'runit', users: BOTH, needs: ['runsvdir'], version: ['dpkg-query', '-W', 'runit'], start: runit},
  {name: 'monit', users: BOTH, needs: ['monit'], version: ['monit', '--version'], start: monit},
  {name: 'cron', users: ['root'], needs: ['cron'], version: ['dpkg-query', '-W', 'cron'], start: cron('')},
  {
    name: 'cron-f',
    users: ['root'],
    needs: ['cron'],
    version: ['dpkg-query', '-W', 'cron'],
    start: cron('-f'),
  },
];
