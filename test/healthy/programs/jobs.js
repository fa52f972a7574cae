// Jobs of short-lived children: loops, pipelines, and what runs many at a time.
import {BUSY_LOOP, hasWritten} from './busy-loop.js';

const BOTH = ['root', 'nobody'];
const MANY = 1_000_000;

const job =
  (...command) =>
  async place => {
    place.write('job.sh', BUSY_LOOP, 0o755);
    const {pid} = place.start(command);
    await hasWritten(place);
    return pid;
  };

async function make(place) {
  place.write('Makefile', 'all: one two\none two:\n\t+$(MAKE) -f work.mk WHO=$@\n');
  place.write(
    'work.mk',
    `all: $(addprefix $(WHO),$(shell seq 9000))
$(WHO)%:
	@sleep 0.03; ls / | sort | wc -l > /dev/null; echo x >> progress.$$(id -un)
`,
  );
  const {pid} = place.start(['make', '-j4']);
  await hasWritten(place);
  return pid;
}

const PROGRESS = 'echo x >> progress.$(id -un)';
const parallel = `seq ${MANY} | parallel --will-cite -j3 'sleep 0.1; ls / | wc -l; ${PROGRESS}' > /dev/null`;
const xargs = `seq ${MANY} | xargs -P3 -n1 sh -c 'sleep 0.1; ls / | wc -l; ${PROGRESS}' > /dev/null`;
const PERL = `system("ls / | wc -l >/dev/null; ${PROGRESS.replace('$', '\\$')}") while 1`;

/** Jobs of one lock: of flock(1) with a command, and of a shell that has the lock file open itself. */
const locked = `while :; do flock lock sh -c 'sleep 0.05; ${PROGRESS}'; done &
while :; do ( exec 9> lock; flock 9; sleep 0.05; ls / | wc -l > /dev/null ); done &
wait`;
/** What watches a log: it lives as long as its writer. */
const pipeline = `while :; do echo line; sleep 0.02; done | tee log | grep --line-buffered line |
while read -r line; do ls / | wc -l > /dev/null; ${PROGRESS}; done`;

export const jobs = [
  {name: 'make', users: BOTH, needs: ['make'], version: ['make', '--version'], start: make},
  {
    name: 'parallel',
    users: BOTH,
    needs: ['parallel'],
    version: ['parallel', '--version'],
    start: job('bash', '-c', parallel),
  },
  {name: 'xargs', users: BOTH, needs: [], version: ['xargs', '--version'], start: job('bash', '-c', xargs)},
  {name: 'flock', users: BOTH, needs: [], version: ['flock', '--version'], start: job('dash', '-c', locked)},
  {
    name: 'pipeline',
    users: BOTH,
    needs: [],
    version: ['bash', '--version'],
    start: job('bash', '-c', pipeline),
  },
  {
    name: 'dash-loop',
    users: BOTH,
    needs: [],
    version: ['dpkg-query', '-W', 'dash'],
    start: job('dash', '-c', `while :; do /bin/true; ${PROGRESS}; done`),
  },
  {name: 'bash-loop', users: BOTH, needs: [], version: ['bash', '--version'], start: job('bash', 'job.sh')},
  {
    name: 'perl-loop',
    users: BOTH,
    needs: ['perl'],
    version: ['perl', '--version'],
    start: job('perl', '-e', PERL),
  },
];
