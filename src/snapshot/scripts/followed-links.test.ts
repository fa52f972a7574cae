import assert from 'node:assert/strict';
import {test} from 'node:test';
import {found, unreadable} from '../../kernel/read.ts';
import {followed} from './followed-links.ts';

/** A file system in which only these are symbolic links. */
function withLinks(targets: Readonly<Record<string, string>>) {
  return {
    link: (path: string) => (targets[path] === undefined ? unreadable('EINVAL') : found(targets[path])),
  };
}

test('a path without links is its own end', () => {
  assert.deepEqual(followed(withLinks({}), '/srv/./app//a.py'), {real: '/srv/app/a.py', links: []});
});

test('links of folders and files are followed, relative and absolute ones, also one to the next', () => {
  const process = withLinks({
    '/srv/current': 'releases/2',
    '/srv/releases/2/a.py': '../../shared/b.py',
    '/srv/shared/b.py': '/opt/c.py',
  });
  assert.deepEqual(followed(process, '/srv/current/a.py'), {
    real: '/opt/c.py',
    links: ['/srv/current', '/srv/releases/2/a.py', '/srv/shared/b.py'],
  });
});

test('links that lead in a circle are followed as often as the kernel does', () => {
  assert.equal(followed(withLinks({'/a': 'b', '/b': 'a'}), '/a').links.length, 40);
});
