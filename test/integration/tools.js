// What the tests of test/integration need beyond ../tools.js, in its form: programs that take long to install or to
// start. `npm run test-setup -- integration` installs them.

/** Mermaid, whose parser is to take what procdoc draws, from npm, in a folder of its own: it is larger than all else. */
export const MERMAID = {
  folder: 'dist/mermaid',
  spec: 'mermaid@12.3.0',
  file: 'dist/mermaid/node_modules/mermaid/package.json',
};

/** Kubernetes' schema and types, from npm, in a folder of its own: 32 MB. */
export const KUBERNETES = {
  folder: 'dist/kubernetes-models',
  spec: 'kubernetes-models@4.5.1',
  file: 'dist/kubernetes-models/node_modules/kubernetes-models/package.json',
};

/** A Debian without Node, as mmdebstrap(1) makes it, with what the .deb of procdoc has files for. */
export const DEBIAN_ROOT = {
  folder: 'dist/debian-root',
  options: ['--mode=root', '--variant=essential', '--include=man-db,bash-completion,zsh,fish', 'bookworm'],
};

/** What CI systems and Docker make of their files, from npm, in a folder of its own: GitHub's expressions, and linters. */
export const CI_SYSTEMS = {
  folder: 'dist/ci-systems',
  spec: [
    '@action-validator/core@0.6.0',
    '@actions/expressions@0.3.61',
    'dockerfile-utils@0.16.3',
    'gitlab-ci-local@4.65.1',
    'npm-groovy-lint@16.2.0',
    'yaml@2.9.1',
  ],
  file: 'dist/ci-systems/node_modules/dockerfile-utils/package.json',
};

/** The supervisor that Node's users have, from npm, in a folder of its own: 35 MB. */
export const PM2 = {
  folder: 'dist/pm2',
  spec: 'pm2@6.0.14',
  file: 'dist/pm2/node_modules/pm2/package.json',
};

const BUN = `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;
const DENO = `@deno/linux-${process.arch}-glibc`;

/** Other runtimes of JavaScript than Node, from npm, in a folder of their own: 200 MB. */
export const RUNTIMES = {
  folder: 'dist/runtimes',
  spec: [`${BUN}@1.4.5`, `${DENO}@2.9.6`],
  file: `dist/runtimes/node_modules/${DENO}/deno`,
  bun: `dist/runtimes/node_modules/${BUN}/bin/bun`,
};

export const tools = [
  {name: 'ansible-playbook', packages: ['ansible-core'], askedIn: /'ansible-playbook'/},
  {name: 'ansible-lint', packages: ['ansible-lint'], askedIn: /'ansible-lint'/},
  {
    name: 'sshd',
    packages: ['openssh-server', 'openssh-client'],
    file: '/usr/sbin/sshd',
    askedIn: /support\/live\/loopback-ssh/,
  },
  {name: 'icinga2', packages: ['icinga2-bin'], askedIn: /'icinga2'/},
  {name: 'nagios4', packages: ['nagios4-core'], askedIn: /'nagios4'/},
  {name: 'nrpe', packages: ['nagios-nrpe-server'], file: '/usr/sbin/nrpe', askedIn: /'nrpe'/},
  {
    name: 'check_nrpe',
    packages: ['nagios-nrpe-plugin'],
    file: '/usr/lib/nagios/plugins/check_nrpe',
    askedIn: /check_nrpe/,
  },
  {name: 'prometheus', packages: ['prometheus'], askedIn: /'prometheus'/},
  {
    name: 'prometheus-node-exporter',
    packages: ['prometheus-node-exporter'],
    askedIn: /'prometheus-node-exporter'/,
  },
  {name: 'visudo', packages: ['sudo'], file: '/usr/sbin/visudo', askedIn: /visudo/},
  {name: 'dot', packages: ['graphviz'], askedIn: /\['dot', '-T/},
  {name: 'mermaid', packages: [], npm: MERMAID, file: MERMAID.file, askedIn: /\bMERMAID\b/},
  {
    name: 'kubernetes-models',
    packages: [],
    npm: KUBERNETES,
    file: KUBERNETES.file,
    askedIn: /\bKUBERNETES\b/,
  },
  {name: 'shellcheck', packages: ['shellcheck'], askedIn: /'shellcheck'/},
  {name: 'CI systems', packages: [], npm: CI_SYSTEMS, file: CI_SYSTEMS.file, askedIn: /\bCI_SYSTEMS\b/},
  // gitlab-ci-local copies the files of a job by it.
  {name: 'rsync', packages: ['rsync'], askedIn: /'gitlab-ci-local'/},
  {name: 'java', packages: ['openjdk-17-jre-headless'], askedIn: /'npm-groovy-lint'/},
  {name: 'dpkg-deb', packages: ['dpkg'], askedIn: /support\/live\/packages/},
  {name: 'objdump', packages: ['binutils'], askedIn: /support\/live\/packages/},
  {name: 'chromium', packages: ['chromium', 'fonts-liberation'], askedIn: /support\/live\/browser/},
  {name: 'mmdebstrap', packages: ['mmdebstrap']},
  {name: 'jcmd', packages: ['openjdk-17-jdk-headless'], askedIn: /'jcmd'/},
  {name: 'cron', packages: ['cron'], file: '/usr/sbin/cron', askedIn: /exec cron -f/},
  {name: 'monit', packages: ['monit'], askedIn: /'monit'/},
  {name: 'supervisord', packages: ['supervisor'], askedIn: /'supervisord'/},
  {name: 's6-svscan', packages: ['s6'], askedIn: /'s6-svscan'/},
  {name: 'svscan', packages: ['daemontools'], askedIn: /'svscan'/},
  {name: 'bun and deno', packages: [], npm: RUNTIMES, file: RUNTIMES.file, askedIn: /\bRUNTIMES\b/},
  {name: 'pm2', packages: [], npm: PM2, file: PM2.file, askedIn: /\bPM2\b/},
  {name: 'tmux', packages: ['tmux'], askedIn: /'tmux'/},
  {
    name: 'postgres',
    packages: ['postgresql-15'],
    file: '/usr/lib/postgresql/15/bin/postgres',
    askedIn: /support\/live\/postgres/,
  },
  {
    name: 'a Debian without Node',
    packages: [],
    root: DEBIAN_ROOT,
    file: `${DEBIAN_ROOT.folder}/usr/bin/fish`,
    askedIn: /support\/live\/debian-root/,
  },
];
