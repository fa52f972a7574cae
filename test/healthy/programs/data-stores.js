// Servers that keep data, with clients that write, and with what they do by the side: save, vacuum, archive.
import {connect} from 'node:net';

/** Sends a text to a UNIX socket, and waits for something to come back. */
function exchange(socketPath, text) {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(text));
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')));
    socket.once('error', reject);
    socket.once('data', data => {
      socket.destroy();
      if (data.toString().startsWith('ERROR')) reject(new Error(data.toString()));
      else resolve();
    });
  });
}

const POSTGRES = '/usr/lib/postgresql/15/bin';

async function postgresql(place) {
  place.makeFolder('archive');
  const [data, log] = [place.path('data'), place.path('postgres.log')];
  await place.run([`${POSTGRES}/initdb`, '-D', data, '-U', 'postgres', '--no-sync']);
  const settings = {
    unix_socket_directories: place.folder,
    listen_addresses: '',
    archive_mode: 'on',
    archive_command: `cp %p ${place.path('archive')}/%f`,
    autovacuum_naptime: '1',
  };
  place.write(
    'data/postgresql.auto.conf',
    Object.entries(settings)
      .map(([name, value]) => `${name} = '${value}'\n`)
      .join(''),
  );
  await place.run([`${POSTGRES}/pg_ctl`, 'start', '-w', '-D', data, '-l', log]);
  const pid = await place.pidIn('data/postmaster.pid');
  const asClient = ['-h', place.folder, '-U', 'postgres'];
  await place.run([`${POSTGRES}/pgbench`, ...asClient, '-i', '-q', 'postgres']);
  // About fifty transactions a second: at work, and the machine is still there for others.
  place.start([`${POSTGRES}/pgbench`, ...asClient, '-c', '3', '-R', '50', '-T', '36000', 'postgres']);
  const statements = [
    "copy (select 1) to program 'cat > /dev/null'",
    'vacuum analyze pgbench_accounts',
    'select pg_switch_wal()',
    'checkpoint',
  ];
  const psql = [`${POSTGRES}/psql`, ...asClient, '-q', '-d', 'postgres'];
  await place.busy(() => place.run([...psql, ...statements.flatMap(text => ['-c', text])]), 300);
  return pid;
}

async function redis(place) {
  const socket = place.path('redis.sock');
  const options = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '777', '--dir', place.folder];
  const {pid} = place.start(['redis-server', ...options, '--save', '1 1', '--appendonly', 'yes']);
  await place.busy(() => exchange(socket, `SET key${Math.random()} ${'value'.repeat(100)}\r\n`));
  await place.busy(() => exchange(socket, 'BGSAVE\r\n'), 300);
  await place.busy(() => exchange(socket, 'BGREWRITEAOF\r\n'), 700);
  return pid;
}

async function memcached(place) {
  // It binds as the user that it becomes.
  const socket = `${place.makeFolder('sockets', 'nobody')}/memcached.sock`;
  const identity = place.isRoot ? ['-u', 'nobody'] : [];
  const {pid} = place.start(['memcached', '-s', socket, '-a', '777', ...identity]);
  await place.busy(() => exchange(socket, 'set key 0 0 5\r\nvalue\r\n'));
  return pid;
}

export const dataStores = [
  {
    name: 'postgresql',
    // It refuses to run as root.
    users: ['nobody'],
    needs: ['postgres'],
    version: [`${POSTGRES}/postgres`, '--version'],
    start: postgresql,
  },
  {
    name: 'redis',
    users: ['root', 'nobody'],
    needs: ['redis-server'],
    version: ['redis-server', '--version'],
    start: redis,
  },
  {
    name: 'memcached',
    users: ['root', 'nobody'],
    needs: ['memcached'],
    version: ['memcached', '--version'],
    start: memcached,
  },
];
