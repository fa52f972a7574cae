// Runtimes that start children in their own way.
import {copyFileSync} from 'node:fs';
import path from 'node:path';
import {hasWritten} from './busy-loop.js';
import {fetchFrom} from './http.js';

const BOTH = ['root', 'nobody'];

function copied(place, name) {
  copyFileSync(path.join(import.meta.dirname, 'sources', name), place.path(name));
  return place.path(name);
}

async function nodeCluster(place) {
  const socketPath = place.path('cluster.sock');
  copyFileSync(process.execPath, place.path('node'));
  const {pid} = place.start([place.path('node'), copied(place, 'cluster.js'), socketPath]);
  await place.busy(() => fetchFrom({socketPath}));
  return pid;
}

async function jvm(place) {
  await place.run(['javac', '-d', place.folder, copied(place, 'Starts.java')]);
  const {pid} = place.start(['java', '-Xmx64m', '-cp', place.folder, 'Starts']);
  await hasWritten(place);
  return pid;
}

async function erlang(place) {
  await place.run(['erlc', copied(place, 'ports.erl')]);
  const {pid} = place.start(['erl', '-noshell', '-noinput', '-s', 'ports', 'main']);
  await hasWritten(place);
  return pid;
}

async function python(place) {
  const script = place.write(
    'jobs.py',
    `import multiprocessing, os, subprocess, threading
def work(number):
    return number * number
def start():
    while True:
        subprocess.run('ls / | wc -l; echo x >> progress.$(id -un)', shell=True, check=True, stdout=subprocess.DEVNULL)
if __name__ == '__main__':
    threading.Thread(target=start).start()
    while True:
        with multiprocessing.Pool(2, maxtasksperchild=20) as pool:
            pool.map(work, range(500))
        os.system('sleep 0.1')
`,
  );
  const {pid} = place.start(['/usr/bin/python3', script]);
  await hasWritten(place);
  return pid;
}

export const runtimes = [
  {name: 'node-cluster', users: BOTH, needs: [], version: ['node', '--version'], start: nodeCluster},
  {name: 'jvm', users: BOTH, needs: ['javac'], version: ['java', '--version'], start: jvm},
  {name: 'erlang', users: BOTH, needs: ['erl'], version: ['dpkg-query', '-W', 'erlang-base'], start: erlang},
  {
    name: 'python',
    users: BOTH,
    needs: ['python3'],
    version: ['/usr/bin/python3', '--version'],
    start: python,
  },
];
