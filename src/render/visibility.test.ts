import assert from 'node:assert/strict';
import {test} from 'node:test';
import {obstacleText, visibilityText} from './visibility.ts';

test('an obstacle says what to do', () => {
  const mount = '/mnt';
  assert.deepEqual(
    [
      obstacleText({kind: 'unreadable', mount, errno: 'ENOENT'}),
      obstacleText({kind: 'empty', mount}),
      obstacleText({kind: 'not-a-procfs', mount}),
    ],
    [
      "/mnt can't be read (ENOENT): give the place where a procfs is mounted, such as /proc",
      '/mnt is empty: no procfs is mounted there (mount -t proc proc /mnt)',
      "/mnt isn't a procfs: give the place where one is mounted, such as /proc",
    ],
  );
});

test('a note says where it was seen, on this machine or in a recording', () => {
  const here = {what: 'x', place: '/proc', isRecorded: false};
  const recorded = {what: 'x', place: 'a.procdoc', isRecorded: true};
  assert.deepEqual(
    [
      visibilityText({...here, kind: 'other-pid-namespace', ownPid: 9, shownPid: '70'}),
      visibilityText({...recorded, kind: 'other-pid-namespace', ownPid: 9, shownPid: undefined}),
      visibilityText({...here, kind: 'hidepid', hidepid: 2}),
      visibilityText({...recorded, kind: 'hidepid', hidepid: 1}),
      visibilityText({...recorded, kind: 'narrow-recording', pids: [7]}),
      visibilityText({...recorded, kind: 'narrow-recording', pids: [7, 8]}),
      visibilityText({...recorded, kind: 'narrow-recording', pids: []}),
    ],
    [
      '/proc belongs to another pid namespace (it shows procdoc as pid 70, not 9): its pids are not those of this shell',
      'a.procdoc belongs to another pid namespace (it does not show procdoc itself): its pids are not those of the shell that recorded it',
      '/proc is mounted with hidepid=2: processes of other users are hidden; root sees them all',
      'a.procdoc was recorded from a procfs mounted with hidepid=1: processes of other users are hidden; root sees them all',
      'a.procdoc holds only what concerns process 7: it has nothing about other processes',
      'a.procdoc holds only what concerns processes 7, 8: it has nothing about other processes',
      'a.procdoc holds only some processes: it has nothing about other processes',
    ],
  );
});
