// What containers are made of: a root file system with busybox only, and a job that orphans children, as PID 1 has to
// expect it.
import {copyFileSync} from 'node:fs';

/** In the place's folder "rootfs"; gives its path. */
export function makeRootfs(place) {
  for (const folder of ['bin', 'dev', 'etc', 'proc', 'sys', 'tmp']) place.makeFolder(`rootfs/${folder}`);
  copyFileSync('/usr/bin/busybox', place.path('rootfs/bin/busybox'));
  return place.path('rootfs');
}

/** A job for a shell, of whose children some are left to PID 1. `tools` is put before every program. */
export function orphaningJob(progress, tools = '') {
  return `while :; do
  ( ${tools}sleep 0.1 & )
  ${tools}ls / | ${tools}wc -l > /dev/null
  ${tools}sleep 0.05
  echo x >> ${progress}
done
`;
}

/** The command that makes a namespace of PIDs, in which the command behind it is PID 1. */
export function unshared(place) {
  const asUser = place.isRoot ? [] : ['--user', '--map-root-user'];
  return ['unshare', ...asUser, '--mount', '--pid', '--fork', '--mount-proc'];
}
