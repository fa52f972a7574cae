// Where people sit: shells on a terminal with jobs, tmux, and sessions of sshd.
import {childrenOf} from '../processes.js';
import {hasWritten} from './busy-loop.js';

const BOTH = ['root', 'nobody'];
/** What is typed: jobs in the background, a pipeline, and something that shows that it was run. */
const TYPED = [
  'sleep 2 &',
  'nohup sleep 1 > /dev/null 2>&1 &',
  'ls / | sort | wc -l',
  'sleep 0.3',
  'jobs',
  'echo x >> progress.$(id -un)',
];

function sentLines(child, lines) {
  let next = 0;
  return () => child.stdin.write(`${lines[next++ % lines.length]}\n`);
}

/** A pipeline in the foreground, and Ctrl-Z: a job that is stopped stays so until it is wanted again. */
async function suspendJob(place, {stdin}, shellPid) {
  stdin.write('sleep 36000 | cat\n');
  await place.until('a job in the foreground', () => childrenOf(shellPid).length >= 2);
  stdin.write('\x1a');
  await place.until(
    'a stopped job',
    () => childrenOf(shellPid).filter(({state}) => state === 'T').length === 2,
  );
}

/** An interactive shell on a terminal that script(1) makes. */
const shell = (command, lines = TYPED) =>
  async function startShell(place) {
    const child = place.start(['script', '-qfc', `exec ${command}`, '/dev/null'], {input: 'pipe'});
    const found = await place.until('a shell', () => childrenOf(child.pid)[0]);
    await suspendJob(place, child, found.pid);
    await place.busy(sentLines(child, lines), 300);
    await hasWritten(place);
    return found.pid;
  };

async function tmux(place) {
  const client = ['tmux', '-f', '/dev/null', '-S', place.path('tmux.sock')];
  const ask = words => place.run([...client, ...words]);
  place.write('loop.sh', 'while :; do ls / | wc -l; sleep 0.1; echo x >> progress.$(id -un); done\n');
  await ask(['new-session', '-d', '-x', '80', '-y', '24', `sh ${place.path('loop.sh')}`]);
  await ask(['set-option', '-g', 'status-interval', '1']);
  await ask(['set-option', '-g', 'status-right', '#(ls / | wc -l)']);
  const pid = Number(await ask(['display-message', '-p', '#{pid}']));
  place.start(['script', '-qfc', [...client, 'attach'].join(' '), '/dev/null'], {input: 'pipe'});
  await place.busy(() => ask(['new-window', '-d', 'sleep 0.2']), 400);
  await place.busy(() => ask(['run-shell', 'ls / | sort | wc -l']), 400);
  await hasWritten(place);
  return pid;
}

async function sshd(place) {
  const port = await place.port();
  const [hostKey, key] = [place.path('host_key'), place.path('key')];
  for (const file of [hostKey, key])
    await place.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file]);
  await place.run(['mkdir', '-p', '/run/sshd']);
  place.write(
    'sshd.conf',
    `ListenAddress 127.0.0.1:${port}
HostKey ${hostKey}
AuthorizedKeysFile ${key}.pub
PidFile ${place.path('sshd.pid')}
StrictModes no
PermitRootLogin yes
UsePAM no
`,
  );
  const {pid} = place.start(['/usr/sbin/sshd', '-D', '-e', '-f', place.path('sshd.conf')]);
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
  const ssh = [
    'ssh',
    '-F',
    '/dev/null',
    '-i',
    key,
    '-p',
    `${port}`,
    ...options.flatMap(text => ['-o', text]),
  ];
  await place.busy(() => place.run([...ssh, 'root@127.0.0.1', 'ls / | sort; sleep 0.2']), 300);
  const child = place.start([...ssh, '-tt', 'root@127.0.0.1'], {input: 'pipe'});
  const lines = TYPED.map(text => text.replace('progress', place.path('progress')));
  await place.busy(sentLines(child, lines), 300);
  await hasWritten(place);
  return pid;
}

export const sessions = [
  {
    name: 'bash',
    users: BOTH,
    needs: [],
    version: ['bash', '--version'],
    start: shell('bash --norc --noprofile -i'),
  },
  {name: 'zsh', users: BOTH, needs: ['zsh'], version: ['zsh', '--version'], start: shell('zsh -f -i')},
  {
    name: 'fish',
    users: BOTH,
    needs: ['fish'],
    version: ['fish', '--version'],
    start: shell('fish -i', [...TYPED.slice(0, -1), 'echo x >> progress.(id -un)']),
  },
  {name: 'tmux', users: BOTH, needs: ['tmux'], version: ['tmux', '-V'], start: tmux},
  {name: 'sshd', users: ['root'], needs: ['sshd', 'ssh'], version: ['ssh', '-V'], start: sshd},
];
