import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {after, before, describe, it} from 'node:test';
import {
  askInheritedFds,
  type DescriptorAnswer,
  descriptorIn,
  giverOf,
  type InheritedFdsAnswer,
} from '../../support/live/descriptor-answers.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';
import {type Subject, startSubject} from '../../support/subject.ts';

type Expected = Partial<Omit<DescriptorAnswer, 'target'>> & {readonly target: string | RegExp};

let subject: Subject;
let child: InheritedFdsAnswer;

before(async () => {
  subject = await startSubject('descriptor-kinds.c');
  child = await askInheritedFds(subject.number('child'));
});
after(() => subject.stop());

/** A test that the child's descriptor of this name is as expected, and came from the parent's of the same number. */
function itShows(name: string, expect: () => Expected): void {
  it(name, () => {
    const fd = subject.number(name);
    const descriptor = descriptorIn(child, fd);
    const {target, ...facts} = expect();
    assert.deepEqual({...descriptor, ...facts}, descriptor);
    if (typeof target === 'string') assert.equal(descriptor.target, target);
    else assert.match(descriptor.target, target);
    const seen = descriptorTarget(subject.number('child'), fd);
    assert.equal(descriptor.deleted ? `${descriptor.target} (deleted)` : descriptor.target, seen);
    // The subject has both ends of a socket pair in both processes, so that the child may have sent each of them.
    assert.equal(giverOf(descriptor), `${subject.number('parent')}/${fd} likely by kcmp`);
    assert.deepEqual(descriptor.passedTo, []);
    assert.deepEqual(descriptor.verdicts, []);
  });
}

const inFolder = (name: string) => `${subject.text('folder')}/${name}`;
const socket = /^socket:\[\d+\]$/;
const ours = (port: number) => `127.0.0.1:${port}`;

describe('an inherited descriptor of a path', () => {
  const open = {kind: 'file', closeOnExec: false, deleted: false} as const;
  itShows('file', () => ({...open, target: inFolder('file'), accessMode: 'rw', offset: 6}));
  itShows('closedOnExec', () => ({...open, target: inFolder('file'), accessMode: 'r', closeOnExec: true}));
  itShows('appended', () => ({...open, target: inFolder('file'), accessMode: 'w', offset: 0}));
  itShows('path', () => ({...open, target: inFolder('file'), accessMode: null}));
  itShows('directory', () => ({kind: 'directory', target: subject.text('folder'), accessMode: 'r'}));
  itShows('deleted', () => ({kind: 'file', target: inFolder('removed'), deleted: true, accessMode: 'w'}));
  itShows('called deleted', () => ({...open, target: inFolder('kept (deleted)'), accessMode: 'w'}));
  itShows('fifo', () => ({kind: 'fifo', target: inFolder('fifo'), accessMode: 'rw', offset: null}));
  itShows('device', () => ({kind: 'device', target: '/dev/null', accessMode: 'rw'}));
  itShows('terminal', () => ({kind: 'tty', target: /^\/dev\/pts\/\d+$/, accessMode: 'rw', offset: null}));
});

describe('an inherited descriptor of what has no path', () => {
  itShows('pipe to read', () => ({kind: 'pipe', target: /^pipe:\[\d+\]$/, accessMode: 'r', offset: null}));
  itShows('pipe to write', () => ({kind: 'pipe', target: /^pipe:\[\d+\]$/, accessMode: 'w', offset: null}));
  itShows('memfd', () => ({kind: 'memfd', target: /^\/memfd:procdoc-kinds /, deleted: false, offset: 0}));
  itShows('eventfd', () => ({kind: 'anon', target: 'anon_inode:[eventfd]', offset: null}));
  itShows('epoll', () => ({kind: 'anon', target: 'anon_inode:[eventpoll]'}));
  itShows('signalfd', () => ({kind: 'anon', target: 'anon_inode:[signalfd]'}));
});

describe('an inherited socket', () => {
  const stream = {family: 'inet', type: 'stream', protocol: 'tcp'} as const;
  const port = () => subject.number('port');
  const ephemeral = () => descriptorIn(child, subject.number('connection')).socket?.local ?? null;

  itShows('listener', () => ({
    kind: 'socket',
    target: socket,
    socket: {...stream, state: 'LISTEN', local: ours(port()), remote: null},
  }));
  itShows('connection', () => ({
    kind: 'socket',
    target: socket,
    socket: {...stream, state: 'ESTABLISHED', local: ephemeral(), remote: ours(port())},
  }));
  itShows('accepted', () => ({
    kind: 'socket',
    target: socket,
    socket: {...stream, state: 'ESTABLISHED', local: ours(port()), remote: ephemeral()},
  }));
  itShows('socketpair', () => ({
    kind: 'socket',
    target: socket,
    offset: null,
    socket: {family: 'unix', type: 'stream', protocol: null, state: 'CONNECTED', local: null, remote: null},
  }));
  itShows('unix listener', () => ({
    kind: 'socket',
    target: socket,
    socket: {family: 'unix', type: 'stream', protocol: null, state: 'LISTEN', local: 'socket', remote: null},
  }));

  it('of datagrams has the address it is bound to', () => {
    const {socket} = descriptorIn(child, subject.number('datagrams'));
    assert.deepEqual({...socket, local: null}, {...socket, family: 'inet', type: 'datagram', local: null});
    assert.match(socket?.local ?? '', /^127\.0\.0\.1:[1-9]\d*$/);
  });
});

it('a duplicate came from the parent’s descriptor of the same number, and has both for holders', () => {
  const [fd, duplicate] = [subject.number('file'), subject.number('duplicate')];
  const parent = subject.number('parent');
  assert.equal(giverOf(descriptorIn(child, duplicate)), `${parent}/${duplicate} likely by kcmp`);
  assert.deepEqual(
    descriptorIn(child, duplicate).alsoHeldBy.map(({pid, fd: other}) => [pid, other]),
    [[parent, fd]],
  );
});

it('the parent passed each of them on', async () => {
  const parent = await askInheritedFds(subject.number('parent'));
  for (const {fd, inheritedFrom} of child.descriptors.filter(({fd}) => fd > 2)) {
    assert.equal(inheritedFrom?.pid, parent.process.pid);
    const to = descriptorIn(parent, fd).passedTo.map(holder => `${holder.pid}/${holder.fd}`);
    assert.ok(to.includes(`${child.process.pid}/${fd}`), `${fd}: ${to}`);
  }
});

describe('lsof(1)', {skip: !hasLsof() && 'no lsof here'}, () => {
  const types: Record<DescriptorAnswer['kind'], RegExp> = {
    file: /^REG$/,
    directory: /^DIR$/,
    pipe: /^FIFO$/,
    fifo: /^FIFO$/,
    socket: /^(?:IPv4|unix)$/,
    tty: /^CHR$/,
    device: /^CHR$/,
    memfd: /^REG$/,
    anon: /^a_inode$/,
    unknown: /^unknown$/,
  };
  const modes = {r: 'r', w: 'w', u: 'rw'};

  it('sees the same kinds and access modes', () => {
    const listed = execFileSync('lsof', ['-w', '-p', `${child.process.pid}`, '-a', '-d', '3-999', '-Ffat'], {
      encoding: 'utf8',
    });
    const seen = [...listed.matchAll(/^f(\d+)\na(.?)\nt(\S+)$/gm)];
    assert.deepEqual(
      seen.map(([, fd]) => Number(fd)),
      child.descriptors.map(({fd}) => fd).filter(fd => fd > 2),
    );
    for (const [, fd, mode, type] of seen) {
      const {kind, accessMode} = descriptorIn(child, Number(fd));
      assert.match(type ?? '', types[kind], `fd ${fd}`);
      // O_PATH lsof does not know.
      if (accessMode !== null) assert.equal(modes[mode as keyof typeof modes], accessMode, `fd ${fd}`);
    }
  });
});

function hasLsof(): boolean {
  try {
    execFileSync('lsof', ['-v'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}
