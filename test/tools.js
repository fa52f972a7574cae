// What the tests need beyond Node and npm's packages: which programs, from which Debian packages, for which tests.
// Where one is missing, the tests that ask for it are skipped and counted; setup.js installs them all.
import {accessSync, constants, existsSync} from 'node:fs';
import path from 'node:path';

const subjects = /\b(?:withSubject|startSubject|compile)\b|support\/live\/\w*-situations/;

/** A Node that is too old for procdoc, from npm, in a folder of its own. */
export const OLD_NODE = {
  folder: 'dist/old-node',
  spec: `node-linux-${process.arch}@18.20.8`,
  file: `dist/old-node/node_modules/node-linux-${process.arch}/bin/node`,
};

/**
 * `packages`: of Debian 12. `npm`: a package of npm's instead, and the folder to install it in. `root`: a root
 * directory instead, which only root can make. `file`: what shows that it is there, where that is no program of its name.
 * `askedIn`: the text of a test file that cannot do without it; without one, its tests skip themselves.
 */
export const tools = [
  {name: 'cc', packages: ['gcc'], askedIn: subjects},
  {name: 'libc6-dev', packages: ['libc6-dev'], file: '/usr/include/stdio.h', askedIn: subjects},
  {name: 'python3', packages: ['python3'], askedIn: /\bpython3\b|PYTHON3|support\/live\//},
  {name: 'bash', packages: ['bash'], askedIn: /\bbash\b/},
  {name: 'ps', packages: ['procps'], askedIn: /'ps'|readPs|ps-list/},
  {name: 'lsfd', packages: ['util-linux-extra'], askedIn: /'lsfd'/},
  {name: 'services', packages: ['netbase'], file: '/etc/services', askedIn: /\/etc\/services/},
  {name: 'lsof', packages: ['lsof']},
  {name: 'fuser', packages: ['psmisc'], askedIn: /'fuser'/},
  {name: 'ss', packages: ['iproute2'], askedIn: /'ss'/},
  {name: 'git', packages: ['git'], askedIn: /'git'/},
  {name: 'make', packages: ['make'], askedIn: /'make'|make -j/},
  {name: 'perl', packages: ['perl']},
  {name: 'javac', packages: ['openjdk-17-jdk-headless']},
  {name: 'mandoc', packages: ['mandoc']},
  {name: 'zsh', packages: ['zsh']},
  {name: 'fish', packages: ['fish']},
  {name: 'clisp', packages: ['clisp']},
  {name: 'erl', packages: ['erlang-base']},
  {name: 'ksh', packages: ['ksh93u+m']},
  {name: 'mksh', packages: ['mksh']},
  {name: 'posh', packages: ['posh']},
  {name: 'rc', packages: ['rc']},
  {name: 'tcsh', packages: ['tcsh']},
  {name: 'yash', packages: ['yash']},
  {name: 'dash', packages: ['dash'], askedIn: /'dash'/},
  {name: 'busybox', packages: ['busybox-static'], askedIn: /\/bin\/busybox|live\/runc-container/},
  {name: 'gawk', packages: ['gawk']},
  {name: 'gdb', packages: ['gdb']},
  {name: 'strace', packages: ['strace']},
  {name: 'gunicorn', packages: ['gunicorn']},
  {name: 'uwsgi-core', packages: ['uwsgi-core']},
  {name: 'nginx', packages: ['nginx-light']},
  {name: 'tini', packages: ['tini'], askedIn: /'tini'/},
  {name: 'dumb-init', packages: ['dumb-init'], askedIn: /'dumb-init'/},
  {name: 'catatonit', packages: ['catatonit'], askedIn: /'catatonit'/},
  {name: 'runsvdir', packages: ['runit'], askedIn: /'runsvdir'|runsvdir "/},
  {
    name: 'systemd',
    packages: ['systemd'],
    file: '/lib/systemd/systemd',
    askedIn: /live\/systemd-machine|'systemd-(?:analyze|socket-activate)'/,
  },
  {name: 'systemd-nspawn', packages: ['systemd-container'], askedIn: /live\/systemd-machine/},
  {name: 'runc', packages: ['runc'], askedIn: /'runc'|live\/runc-container/},
  {name: 'xmllint', packages: ['libxml2-utils'], askedIn: /'xmllint'/},
  {name: 'promtool', packages: ['prometheus'], askedIn: /'promtool'/},
  {name: 'node 18', packages: [], npm: OLD_NODE, file: OLD_NODE.file, askedIn: /\bOLD_NODE\b/},
];

/** The tools of a list that are missing here. CC and PYTHON3 can name another compiler and another Python. */
export function missingTools(wanted) {
  return wanted.filter(
    ({name, file}) => !(file ? existsSync(file) : isOnPath(process.env[name.toUpperCase()] ?? name)),
  );
}

function isOnPath(program) {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(path.delimiter);
  return folders.some(folder => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
