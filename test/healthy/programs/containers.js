// Containers: of runc, and the sandbox of bwrap.
import {readFileSync} from 'node:fs';
import {hasWritten} from './busy-loop.js';
import {makeRootfs, orphaningJob} from './namespaces.js';

async function runc(place) {
  const rootfs = makeRootfs(place);
  await place.run(['runc', 'spec']);
  const spec = JSON.parse(readFileSync(place.path('config.json'), 'utf8'));
  spec.root = {path: rootfs, readonly: false};
  spec.process.terminal = false;
  // PID 1 of a container that can be stopped has a handler, and reaps what it adopts: a shell does, between commands.
  const script = `trap 'exit 0' TERM\n${orphaningJob('/progress.root', '/bin/busybox ')}`;
  spec.process.args = ['/bin/busybox', 'sh', '-c', script];
  place.write('config.json', JSON.stringify(spec));
  const {pid} = place.start(['runc', '--root', place.path('state'), 'run', `healthy-${process.pid}`]);
  await hasWritten(atRootfs(place));
  return pid;
}

/** The place with its progress in the container's root. */
function atRootfs(place) {
  return {path: (...parts) => place.path('rootfs', ...parts), until: place.until.bind(place)};
}

async function bwrap(place) {
  const sandbox = [
    '--bind',
    '/',
    '/',
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    '--unshare-pid',
    '--die-with-parent',
  ];
  const script = orphaningJob(place.path(`progress.${place.user}`));
  const {pid} = place.start(['bwrap', ...sandbox, 'sh', '-c', script]);
  await hasWritten(place);
  return pid;
}

export const containers = [
  {name: 'runc', users: ['root'], needs: ['runc', 'busybox'], version: ['runc', '--version'], start: runc},
  {
    name: 'bwrap',
    users: ['root', 'nobody'],
    needs: ['bwrap'],
    version: ['bwrap', '--version'],
    start: bwrap,
  },
];
