import type {EdgeTarget} from '../../snapshot/wait-chain/edge.ts';

/** "pipe:[4242]", a path, "inode 7 of device 8:1", "System V message queue 3", "127.0.0.1:4000 to 127.0.0.1:80". */
export function edgeTargetText(target: EdgeTarget): string {
  switch (target.kind) {
    case 'link':
      return target.link;
    case 'ipc':
      return `System V ${target.of === 'queue' ? 'message queue' : 'semaphore set'} ${target.id}`;
    case 'file':
      return `inode ${target.inode} of device ${target.device}`;
    case 'connection':
      return `${target.local} to ${target.remote}`;
  }
}
