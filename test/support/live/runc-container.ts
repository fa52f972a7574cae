import {execFileSync} from 'node:child_process';
import {copyFileSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {descendantNamed} from '../proc-witness.ts';
import {until} from '../subject.ts';
import {withFiles, withRunning} from './running.ts';

/** Runs `use` while a shell is PID 1 of a container of runc(8), which knows it by this name. Needs root. */
export function withRuncContainer(
  use: (container: {readonly name: string; readonly init: number}) => Promise<void>,
): Promise<void> {
  return withFiles({'rootfs/bin/empty': '', 'rootfs/proc/empty': ''}, async folder => {
    copyFileSync('/bin/busybox', path.join(folder, 'rootfs/bin/busybox'));
    execFileSync('runc', ['spec'], {cwd: folder});
    const config = path.join(folder, 'config.json');
    const spec = JSON.parse(readFileSync(config, 'utf8'));
    const args = ['/bin/busybox', 'sh', '-c', 'echo stands; read -r line'];
    spec.process = {...spec.process, terminal: false, args};
    writeFileSync(config, JSON.stringify(spec));
    const name = path.basename(folder);
    await withRunning(['runc', 'run', '--bundle', folder, name], {}, async ({pid}) => {
      const init = await until('PID 1 runs', () => descendantNamed(pid, 'busybox'));
      await use({name, init});
    });
  });
}
