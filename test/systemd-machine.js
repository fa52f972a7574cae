// A machine with systemd as its PID 1: Debian's own, booted by systemd-nspawn(1) in a root directory that has the /usr of
// this machine and the given units. It needs root, and ends with the process that was started.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Hierarchies of cgroups: of version 2 alone, or of both versions. Two machines in one cgroup would share their units. */
const hierarchies = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd'];

const cgroupsNamed = name =>
  hierarchies.filter(root => existsSync(`${root}/cgroup.procs`)).map(root => path.join(root, name));

/**
 * Makes the root directory of such a machine.
 * @param units by name, the lines of each unit; all of them are started
 * @returns the command that boots it
 */
export function makeSystemdMachine(folder, name, units) {
  const root = path.join(folder, 'root');
  const system = path.join(root, 'etc/systemd/system');
  for (const made of ['usr', 'var', 'run', 'tmp', 'proc', 'sys', 'dev', 'root', 'etc/systemd/system'])
    mkdirSync(path.join(root, made), {recursive: true});
  for (const link of ['bin', 'sbin', 'lib', 'lib64'])
    if (existsSync(`/${link}`)) symlinkSync(readlinkSync(`/${link}`), path.join(root, link));
  for (const file of ['passwd', 'group', 'nsswitch.conf', 'os-release'])
    copyFileSync(`/etc/${file}`, path.join(root, 'etc', file));
  writeFileSync(path.join(root, 'etc/machine-id'), '');
  for (const [unit, lines] of Object.entries(units))
    writeFileSync(path.join(system, unit), `${lines.join('\n')}\n`);
  const wanted = Object.keys(units).filter(unit => !/@\./.test(unit));
  writeFileSync(
    path.join(system, 'test.target'),
    `[Unit]\nDefaultDependencies=no\nWants=${wanted.join(' ')}\n`,
  );
  const cgroups = cgroupsNamed(name);
  const join = cgroups.map(cgroup => `mkdir -p ${cgroup} && echo $$ >${cgroup}/cgroup.procs`);
  const nspawn = [
    'systemd-nspawn',
    '--quiet',
    '-D',
    root,
    '--bind-ro=/usr',
    '-M',
    name,
    '--register=no',
    '--keep-unit',
  ];
  const boot = [...nspawn, '--kill-signal=SIGKILL', '--boot', 'systemd.unit=test.target'];
  return ['sh', '-c', [...join, `exec ${boot.join(' ')}`].join(' && ')];
}

/** Whether the cgroups of a machine that has ended are gone; they can be removed when its last process is. */
export function removeCgroups(name) {
  return cgroupsNamed(name).every(removeBelow);
}

function removeBelow(folder) {
  if (!existsSync(folder)) return true;
  const folders = readdirSync(folder, {withFileTypes: true}).filter(one => one.isDirectory());
  if (!folders.every(one => removeBelow(path.join(folder, one.name)))) return false;
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
