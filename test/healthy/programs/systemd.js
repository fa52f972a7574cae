// Services of systemd as PID 1: with DynamicUser=, activated by a socket, by a timer, forking, and left by their main process.
import {readFileSync, statSync} from 'node:fs';
import {connect} from 'node:net';
import {makeSystemdMachine, removeCgroups} from '../../systemd-machine.js';
import {childrenOf} from '../processes.js';
import {fetchFrom} from './http.js';

/** A web server on the listener that systemd passes on. */
const SERVER = `import http.server, socket
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("", 0), Answer, bind_and_activate=False)
server.socket = socket.socket(fileno=3)
server.serve_forever()
`;

/** Lines of the unit, then of its service. */
const service = (...lines) => ['[Service]', ...lines];

const units = (web, echo) => ({
  'dynamic.service': service(
    'DynamicUser=yes',
    'StateDirectory=dynamic',
    `ExecStart=/bin/sh -c 'while :; do ls / | sort | wc -l >/dev/null; sleep 0.02 & wait $$!; echo x >>/var/lib/dynamic/progress; done'`,
  ),
  'web.socket': ['[Socket]', `ListenStream=127.0.0.1:${web}`],
  'web.service': service('DynamicUser=yes', 'ExecStart=/usr/bin/python3 /server.py'),
  'echo.socket': ['[Socket]', `ListenStream=127.0.0.1:${echo}`, 'Accept=yes'],
  'echo@.service': service('StandardInput=socket', 'ExecStart=/bin/cat'),
  'tick.timer': ['[Timer]', 'OnActiveSec=0', 'OnUnitActiveSec=200ms', 'AccuracySec=10ms'],
  'tick.service': service('Type=oneshot', `ExecStart=/bin/sh -c 'ls / | sort'`),
  'journal.service': service(`ExecStart=/bin/sh -c 'while :; do date; sleep 0.1; done | cat'`),
  'forking.service': service(
    'Type=forking',
    'PIDFile=/run/forking.pid',
    'ExecStart=/sbin/start-stop-daemon --start --background --make-pidfile --pidfile /run/forking.pid --exec /bin/sleep -- 100000',
  ),
  'remains.service': service(
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=/bin/sh -c 'sleep 100000 & exit'`,
  ),
  'notify.service': service(
    'Type=notify',
    'NotifyAccess=all',
    `ExecStart=/bin/sh -c 'systemd-notify --ready; exec sleep 100000'`,
  ),
});

/** Sends a line to a service that is started for the connection, and waits for it to come back. */
function echoFrom(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({host: '127.0.0.1', port}, () => socket.end('hello\n'));
    let text = '';
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')));
    socket.on('data', bytes => {
      text += bytes;
    });
    socket.once('error', reject);
    socket.once('close', () => (text === 'hello\n' ? resolve() : reject(new Error(`answered "${text}"`))));
  });
}

async function systemd(place) {
  const [web, echo] = [await place.port(), await place.port()];
  const command = makeSystemdMachine(place.folder, place.mark, units(web, echo));
  place.write('root/server.py', SERVER);
  place.afterEnd(() => removeCgroups(place.mark));
  const {pid} = place.start(command);
  const sizeOf = file => statSync(place.path('root', file), {throwIfNoEntry: false})?.size ?? 0;
  await place.until('at work', () => sizeOf('var/lib/private/dynamic/progress') > 6);
  const isSystemd = ({pid: child}) => readFileSync(`/proc/${child}/comm`, 'latin1') === 'systemd\n';
  const init = await place.until('booted', () => childrenOf(pid).find(isSystemd));
  await place.busy(() => fetchFrom({port: web}));
  await place.busy(() => echoFrom(echo), 200);
  return init.pid;
}

export const systemdServices = [
  {
    name: 'systemd',
    users: ['root'],
    needs: ['systemd', 'systemd-nspawn', 'python3'],
    version: ['systemctl', '--version'],
    start: systemd,
  },
];
