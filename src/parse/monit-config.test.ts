import assert from 'node:assert/strict';
import {it} from 'node:test';
import {parseMonitConfig} from './monit-config.ts';

const parse = (text: string) => parseMonitConfig(Buffer.from(text));

it('process checks by a pid file are read, however they are written', () => {
  const services = parse(`set daemon 1
# check process old with pidfile /run/old.pid
check process web with pidfile /run/web.pid
  start program = "/usr/bin/web --check process x pidfile /y"
CHECK PROCESS "my db" PIDFILE '/run/my db.pid' # check process no pidfile /no
check process cache
  with
  pidfile "/run/cache.pid"
check process by-name matching "web.*"
check file web.pid with path /run/web.pid
`).services.map(({name, pidFile}) => ({name, pidFile}));
  assert.deepEqual(services, [
    {name: 'web', pidFile: '/run/web.pid'},
    {name: 'my db', pidFile: '/run/my db.pid'},
    {name: 'cache', pidFile: '/run/cache.pid'},
  ]);
});

it('a service is started again by its own start program, and not in the passive mode', () => {
  const {services} = parse(`check process web pidfile /web.pid
  start program = "/usr/bin/web"
  mode active
check process watched pidfile /watched.pid
  stop program = "/bin/kill start"
check process quiet pidfile /quiet.pid
  start = "/usr/bin/quiet"
  mode passive
check file x path /x
`);
  assert.deepEqual(
    services.map(({isRestarted}) => isRestarted),
    [true, false, false],
  );
});

it('included files are named as globs', () => {
  const {includes} = parse('include /etc/monit/conf.d/*\ninclude "/srv/my conf/x.cfg"\n# include /no\n');
  assert.deepEqual(includes, ['/etc/monit/conf.d/*', '/srv/my conf/x.cfg']);
});

it('nothing is made up of other bytes', () => {
  for (const text of [
    '',
    'check process',
    'check process web',
    'include',
    '\0\xff"',
    "check 'process' a pidfile /b",
  ])
    for (const {name, pidFile} of parse(text).services) assert.fail(`${name} ${pidFile}`);
});
