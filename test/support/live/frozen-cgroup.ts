/** Cgroups that a test makes for a process, of either version, some to freeze it in. */
import {existsSync, mkdirSync, rmdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {until} from '../subject.ts';

/** Where each version's hierarchy may be mounted, and the file that freezes. */
const versions = {
  1: {parents: ['/sys/fs/cgroup/freezer'], file: 'freezer.state', freeze: 'FROZEN', thaw: 'THAWED'},
  2: {parents: ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'], file: 'cgroup.freeze', freeze: '1', thaw: '0'},
} as const;

let made = 0;

/** A new cgroup of a version; undefined where this machine lets none be made. */
function makeFreezer(version: 1 | 2): string | undefined {
  const {parents, file} = versions[version];
  for (const parent of parents) {
    const folder = `${parent}/procdoc-freezer-${process.pid}-${made++}`;
    try {
      mkdirSync(folder);
      if (existsSync(`${folder}/${file}`)) return folder;
      rmdirSync(folder);
    } catch {}
  }
  return undefined;
}

/** Why no cgroup of a version can be frozen here; false where one can. */
export function withoutFreezer(version: 1 | 2): string | false {
  const folder = makeFreezer(version);
  if (folder !== undefined) rmdirSync(folder);
  return folder === undefined && `no cgroup of version ${version} can be made`;
}

/** Runs `use` while a process is frozen in a cgroup of its own. */
export async function withFrozen(
  version: 1 | 2,
  pid: number,
  use: (folder: string) => Promise<void> | void,
): Promise<void> {
  const folder = makeFreezer(version);
  if (folder === undefined) throw new Error(`no cgroup of version ${version} can be made`);
  const {file, freeze, thaw} = versions[version];
  try {
    writeFileSync(`${folder}/cgroup.procs`, `${pid}`);
    writeFileSync(`${folder}/${file}`, freeze);
    await use(folder);
  } finally {
    writeFileSync(`${folder}/${file}`, thaw);
    writeFileSync(path.join(path.dirname(folder), 'cgroup.procs'), `${pid}`);
    await until('the cgroup can be removed', () => {
      try {
        rmdirSync(folder);
        return true;
      } catch {
        return false;
      }
    });
  }
}

/** Runs `use` while a process is in a cgroup of version 2 with this path, which is made for it. */
export async function withCgroup(at: string, pid: number, use: () => Promise<void>): Promise<void> {
  const root = versions[2].parents.find(parent => existsSync(`${parent}/cgroup.procs`));
  if (root === undefined) throw new Error('no cgroup of version 2 can be made');
  const folder = path.join(root, at);
  mkdirSync(folder, {recursive: true});
  try {
    writeFileSync(`${folder}/cgroup.procs`, `${pid}`);
    await use();
  } finally {
    writeFileSync(`${root}/cgroup.procs`, `${pid}`);
    for (let made = folder; made !== root; made = path.dirname(made)) rmdirSync(made);
  }
}
