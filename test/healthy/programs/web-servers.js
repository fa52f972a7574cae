// Web servers with workers, under requests, and reloaded now and then.
import {fetchFrom} from './http.js';

const BOTH = ['root', 'nobody'];

/** The configuration of an nginx in the foreground or background that keeps everything in its folder. */
function nginxConf(place, port, location) {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${place.path(name)};`,
  );
  return `${place.isRoot ? 'user nobody nogroup;' : ''}
pid ${place.path('nginx.pid')};
error_log ${place.path('error.log')};
worker_processes 2;
events { worker_connections 64; }
http {
  access_log ${place.path('access.log')};
  ${temp.join('\n  ')}
  server { listen 127.0.0.1:${port}; location / { ${location} } }
}
`;
}

async function startNginx(place, location) {
  const port = await place.port();
  const conf = place.write('nginx.conf', nginxConf(place, port, location));
  await place.run(['nginx', '-e', place.path('error.log'), '-c', conf]);
  return {port, pid: await place.pidIn('nginx.pid')};
}

async function nginx(place) {
  place.makeFolder('www');
  place.write('www/index.html', 'hello\n');
  const {port, pid} = await startNginx(place, `root ${place.path('www')};`);
  await place.busy(() => fetchFrom({port}));
  await place.busy(() => process.kill(pid, 'SIGHUP'), 3000);
  return pid;
}

async function phpFpm(place) {
  place.makeFolder('www');
  place.write('www/index.php', "<?php echo exec('sleep 0.02; echo done'), shell_exec('ls | wc -l');\n");
  const socket = place.path('php.sock');
  const identity = place.isRoot ? 'user = nobody\ngroup = nogroup\nlisten.mode = 0666' : '';
  place.write(
    'fpm.conf',
    `[global]
pid = ${place.path('fpm.pid')}
error_log = ${place.path('fpm.log')}
[www]
${identity}
listen = ${socket}
pm = dynamic
pm.max_children = 5
pm.start_servers = 2
pm.min_spare_servers = 1
pm.max_spare_servers = 3
pm.max_requests = 20
`,
  );
  const {pid} = place.start(['php-fpm8.2', '--nodaemonize', '-n', '--fpm-config', place.path('fpm.conf')]);
  const params = `include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME ${place.path('www/index.php')};`;
  const {port} = await startNginx(place, `fastcgi_pass unix:${socket}; ${params}`);
  await place.busy(() => fetchFrom({port}));
  return pid;
}

async function apache2(place) {
  place.makeFolder('www');
  place.makeFolder('cgi');
  place.write('www/index.html', 'hello\n');
  place.write('cgi/job', "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\n'\nls | sort | wc -l\n", 0o755);
  const port = await place.port();
  const modules = ['mpm_event', 'authz_core', 'dir', 'alias', 'cgid'].map(
    name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  );
  const conf = place.write(
    'apache.conf',
    `ServerRoot ${place.folder}
DefaultRuntimeDir ${place.folder}
PidFile ${place.path('apache.pid')}
ErrorLog ${place.path('error.log')}
ServerName localhost
Listen 127.0.0.1:${port}
${modules.join('\n')}
${place.isRoot ? 'User nobody\nGroup nogroup' : ''}
DocumentRoot ${place.path('www')}
ScriptSock ${place.path('cgid.sock')}
ScriptAlias /cgi/ ${place.path('cgi')}/
<Directory ${place.folder}>
  Require all granted
</Directory>
`,
  );
  await place.run(['apache2', '-f', conf, '-k', 'start']);
  const pid = await place.pidIn('apache.pid');
  await place.busy(() => fetchFrom({port, path: '/index.html'}));
  await place.busy(() => fetchFrom({port, path: '/cgi/job'}));
  await place.busy(() => process.kill(pid, 'SIGUSR1'), 4000);
  return pid;
}

async function haproxy(place) {
  place.makeFolder('www');
  place.write('www/index.html', 'hello\n');
  const [front, back] = [await place.port(), await place.port()];
  place.start(['python3', '-m', 'http.server', '-b', '127.0.0.1', '-d', place.path('www'), `${back}`]);
  const conf = place.write(
    'haproxy.conf',
    `global
  maxconn 100
  stats socket ${place.path('admin.sock')} mode 600 expose-fd listeners
  ${place.isRoot ? 'user nobody\n  group nogroup' : ''}
defaults
  mode http
  timeout connect 5s
  timeout client 10s
  timeout server 10s
listen web
  bind 127.0.0.1:${front}
  server one 127.0.0.1:${back} check inter 500
`,
  );
  const {pid} = place.start(['haproxy', '-W', '-S', place.path('master.sock'), '-f', conf]);
  await place.busy(() => fetchFrom({port: front}));
  await place.busy(() => process.kill(pid, 'SIGUSR2'), 4000);
  return pid;
}

async function gunicorn(place) {
  place.write(
    'app.py',
    `import subprocess
def app(environ, start_response):
    out = subprocess.run(['sh', '-c', 'ls | wc -l'], stdout=subprocess.PIPE, check=True).stdout
    start_response('200 OK', [('Content-Length', str(len(out)))])
    return [out]
`,
  );
  const socketPath = place.path('gunicorn.sock');
  const options = ['--workers', '3', '--max-requests', '40', '--bind', `unix:${socketPath}`];
  const {pid} = place.start(['gunicorn', ...options, '--chdir', place.folder, 'app:app']);
  await place.busy(() => fetchFrom({socketPath}));
  return pid;
}

/** A server that starts a program for each connection, as inetd does. */
async function socat(place) {
  const port = await place.port();
  place.write(
    'answer.sh',
    "#!/bin/sh\nread -r line\nprintf 'HTTP/1.0 200 OK\\r\\n\\r\\n'\nls / | wc -l\n",
    0o755,
  );
  const listen = `TCP-LISTEN:${port},bind=127.0.0.1,fork,reuseaddr`;
  const {pid} = place.start(['socat', listen, `EXEC:${place.path('answer.sh')}`]);
  await place.busy(() => fetchFrom({port}));
  return pid;
}

export const webServers = [
  {name: 'nginx', users: BOTH, needs: ['nginx'], version: ['nginx', '-v'], start: nginx},
  {name: 'apache2', users: BOTH, needs: ['apache2'], version: ['apache2', '-v'], start: apache2},
  {name: 'haproxy', users: BOTH, needs: ['haproxy', 'python3'], version: ['haproxy', '-v'], start: haproxy},
  {name: 'gunicorn', users: BOTH, needs: ['gunicorn'], version: ['gunicorn', '--version'], start: gunicorn},
  {name: 'socat', users: BOTH, needs: ['socat'], version: ['socat', '-V'], start: socat},
  {
    name: 'php-fpm',
    users: BOTH,
    needs: ['php-fpm8.2', 'nginx'],
    version: ['php-fpm8.2', '-v'],
    start: phpFpm,
  },
];
