import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseServiceSettings, unitFilePlaces} from './unit-file.ts';

const settingsOf = (...texts: string[]) => parseServiceSettings(texts.map(text => Buffer.from(text)));

describe('the settings of a service', () => {
  it('are those of its own section, the last word of each', () => {
    const text =
      '[Unit]\nType=notify\n[Service]\n Type = simple \nType=oneshot\nRemainAfterExit=True\n[Install]\nType=dbus';
    const {type, remainsAfterExit} = settingsOf(text);
    assert.deepEqual([type, remainsAfterExit], ['oneshot', true]);
  });

  it('come from its drop-ins, too, and an empty word takes back', () => {
    const {type, endsAll, mayNameMain} = settingsOf(
      '[Service]\nExecStart=a\nType=forking\nPIDFile=/run/a.pid\n',
      '[Service]\nPIDFile=\nType=exec\nKillMode=process\n',
    );
    assert.deepEqual([type, endsAll, mayNameMain], ['exec', false, false]);
  });

  it('have comments and joined lines', () => {
    const text = '[Service]\n;Type=forking\nExecStart=/bin/sh -c \\\n# no\n Type=notify\n#Type=dbus\n';
    assert.equal(settingsOf(text).type, 'simple');
  });

  it('have a type by what else is there', () => {
    assert.equal(settingsOf('[Service]\nExecStart=a').type, 'simple');
    assert.equal(settingsOf('[Service]\nExecStart=a\nBusName=a.b').type, 'dbus');
    assert.equal(settingsOf('[Service]\nExecStop=a').type, 'oneshot');
    assert.equal(settingsOf('').type, 'oneshot');
    assert.equal(settingsOf('[Service]\nExecStart=a\nNotifyAccess=all').mayNameMain, true);
    assert.equal(settingsOf('[Service\n\0=\xff\nType').type, 'oneshot');
  });
});

describe('the places of a unit', () => {
  it('are its own, those of its template, of its prefixes and of its type', () => {
    const {files, dropIns} = unitFilePlaces('a-b-c@x-y.service');
    const inEtc = (paths: readonly string[]) =>
      paths.filter(path => path.startsWith('etc/systemd/system/')).map(path => path.slice(19));
    assert.deepEqual(inEtc(files), ['a-b-c@x-y.service', 'a-b-c@.service']);
    assert.deepEqual(inEtc(dropIns), [
      'a-b-c@x-y.service.d',
      'a-b-c@.service.d',
      'a-b-.service.d',
      'a-.service.d',
      'service.d',
    ]);
  });
});
