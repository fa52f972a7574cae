// Programs made to be PID 1 of a container, in a namespace of PIDs.
import {childrenOf} from '../processes.js';
import {hasWritten} from './busy-loop.js';
import {makeRootfs, orphaningJob, unshared} from './namespaces.js';

const BOTH = ['root', 'nobody'];

/** The process that is PID 1 inside: the child of unshare(1). */
async function initOf(place, command) {
  const {pid} = place.start([...unshared(place), ...command]);
  await hasWritten(place);
  return childrenOf(pid)[0].pid;
}

const init =
  (...command) =>
  place =>
    initOf(place, [...command, 'sh', '-c', orphaningJob(place.path('progress.root'))]);

function busyboxInit(place) {
  const rootfs = makeRootfs(place);
  place.write('rootfs/job.sh', orphaningJob('/shared/progress.root', '/bin/busybox '));
  place.makeFolder('rootfs/shared');
  place.write(
    'rootfs/etc/inittab',
    `::respawn:/bin/busybox sh /job.sh
::respawn:/bin/busybox sleep 1
`,
  );
  const mounts = [`mount --bind ${place.folder} ${rootfs}/shared`, `mount -t proc proc ${rootfs}/proc`];
  const enter = `exec chroot ${rootfs} /bin/busybox init`;
  return initOf(place, ['sh', '-c', [...mounts, `mount --rbind /dev ${rootfs}/dev`, enter].join(' && ')]);
}

export const inits = [
  {name: 'tini', users: BOTH, needs: ['tini'], version: ['tini', '--version'], start: init('tini', '--')},
  {
    name: 'dumb-init',
    users: BOTH,
    needs: ['dumb-init'],
    version: ['dumb-init', '--version'],
    start: init('dumb-init', '--'),
  },
  {
    name: 'catatonit',
    users: BOTH,
    needs: ['catatonit'],
    version: ['catatonit', '--version'],
    start: init('catatonit', '--'),
  },
  {name: 'busybox-init', users: BOTH, needs: ['busybox'], version: ['busybox', '--help'], start: busyboxInit},
];
