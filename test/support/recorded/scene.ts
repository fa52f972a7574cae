/** The recordings in test/recordings/, and twins of them that differ by a small edit. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {found, mapRead, unreadable} from '../../../src/kernel/read.ts';
import {recordedMachine} from '../../../src/kernel/recorded/recorded-machine.ts';
import {formatSections, type Section} from '../../../src/kernel/recording/sections.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {sectionsOf} from './sections.ts';

declare const PROJECT_ROOT: string;

/** What a recorded machine showed. An edit makes another scene, and fails the test where it changes nothing. */
export interface Scene {
  /** What the recorded program said of itself: `number('parent')`. */
  number(fact: string): number;
  numbers(fact: string): number[];
  /** Anew at each call, with nothing read yet. */
  snapshot(): Snapshot;
  /** With another content of files: by path, or all that match. Bytes are characters (latin1). */
  with(paths: string | RegExp, edit: (content: string) => string): Scene;
  /** With another answer of stat(2): "kind=file … links=0 …". */
  withStat(paths: string | RegExp, edit: (line: string) => string): Scene;
  /** Where everything asked about a path, or those that match, is answered by this errno. */
  withErrno(paths: string | RegExp, errno: string): Scene;
  /** With this content of a file that was not asked for, or was not there. */
  withFile(path: string, content: string): Scene;
  /** With this link, which was not asked for, or was not there. */
  withLink(path: string, target: string): Scene;
  /** With the kernel's record of a signal, which was not asked for: "pid=… handler=0x… startTicks=… flags=… …". */
  withSignalActions(signal: number, lines: string): Scene;
  /** Where the links at a path, or all that match, lead elsewhere. */
  withLinks(paths: string | RegExp, edit: (target: string) => string): Scene;
  /** Where a process is not there (any more), or may not be seen. */
  without(pid: number): Scene;
  /** Where two processes share one descriptor table. */
  withCommonTable(pid: number, otherPid: number): Scene;
  /** Where no descriptions can be compared, no signal actions read: as an ordinary user in a container. */
  withoutPrivilege(): Scene;
}

/** The recording test/recordings/NAME.txt; record-scenes.ts tells what each is of. */
export function scene(name: string): Scene {
  const text = readFileSync(path.join(PROJECT_ROOT, 'test/recordings', `${name}.txt`), 'latin1');
  const facts = /^# (\{.*\})$/m.exec(text)?.[1];
  assert.ok(facts !== undefined, `${name} has no line of facts`);
  return sceneOf(sectionsOf(text), JSON.parse(facts));
}

function sceneOf(sections: readonly Section[], facts: Readonly<Record<string, unknown>>): Scene {
  const edited = (change: (section: Section) => Section | undefined): Scene => {
    const changed = sections.map(change);
    assert.ok(
      changed.some((section, index) => !isSame(section, sections[index])),
      'the edit changes nothing',
    );
    return sceneOf(
      changed.flatMap(section => section ?? []),
      facts,
    );
  };
  const withAnswer = (kind: string, paths: string | RegExp, edit: (content: string) => string): Scene =>
    edited(section => {
      if (section.kind !== kind || !isAmong(section.name, paths)) return section;
      const editBytes = (bytes: Buffer) => Buffer.from(edit(bytes.toString('latin1')), 'latin1');
      return {...section, answer: mapRead(section.answer, editBytes)};
    });
  const withSection = (kind: string, name: string, content: string): Scene => {
    const others = sections.filter(section => section.kind !== kind || section.name !== name);
    return sceneOf([...others, {kind, name, answer: found(Buffer.from(content, 'latin1'))}], facts);
  };
  return {
    number(fact) {
      assert.ok(typeof facts[fact] === 'number', `no number "${fact}" in ${JSON.stringify(facts)}`);
      return facts[fact];
    },
    numbers(fact) {
      assert.ok(Array.isArray(facts[fact]), `no list "${fact}" in ${JSON.stringify(facts)}`);
      return facts[fact];
    },
    snapshot: () => new Snapshot(recordedMachine(formatSections(sections))),
    with: (paths, edit) => withAnswer('file', paths, edit),
    withLinks: (paths, edit) => withAnswer('link', paths, edit),
    withStat: (paths, edit) => withAnswer('stat', paths, edit),
    withErrno: (paths, errno) =>
      edited(section =>
        isOfProcfs(section) && isAmong(section.name, paths)
          ? {...section, answer: unreadable(errno)}
          : section,
      ),
    withFile: (name, content) => withSection('file', name, content),
    withLink: (name, target) => withSection('link', name, target),
    withSignalActions: (signal, lines) => withSection('signal-actions', String(signal), lines),
    without: pid =>
      edited(section => {
        if (isOfProcfs(section) && section.name.split('/')[0] === String(pid)) return undefined;
        return section.kind === 'directory' && section.name === '.' ? withoutLine(section, pid) : section;
      }),
    withCommonTable: (pid, otherPid) =>
      edited(section =>
        section.kind === 'descriptor-tables' && section.name === `${pid}=${otherPid}`
          ? {...section, answer: found(Buffer.from('shared\n'))}
          : section,
      ),
    withoutPrivilege: () =>
      edited(section =>
        ['kcmp', 'signal-actions'].includes(section.kind)
          ? {...section, answer: unreadable('EPERM')}
          : section,
      ),
  };
}

function isOfProcfs({kind}: Section): boolean {
  return ['file', 'directory', 'link', 'stat'].includes(kind);
}

function isAmong(name: string, paths: string | RegExp): boolean {
  return typeof paths === 'string' ? name === paths : paths.test(name);
}

function isSame(one: Section | undefined, other: Section | undefined): boolean {
  if (!one?.answer.ok || !other?.answer.ok) return one?.answer === other?.answer;
  return one.answer.value.equals(other.answer.value);
}

function withoutLine(section: Section, pid: number): Section {
  const lines = (text: string) => text.split('\n').filter(line => line !== String(pid));
  return {
    ...section,
    answer: mapRead(section.answer, bytes => Buffer.from(lines(String(bytes)).join('\n'))),
  };
}
