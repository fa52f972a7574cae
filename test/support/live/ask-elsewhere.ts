import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {build, stop} from 'esbuild';

declare const PROJECT_ROOT: string;

const DROP_PRIVILEGES = 'process.setgroups([]); process.setgid(65534); process.setuid(65534);';

interface Elsewhere {
  /** Where the program is put; from outside the project it finds no koffi. */
  readonly folder?: string;
  /** A command that runs another in some other surroundings: `unshare --pid --fork`. */
  readonly launcher?: readonly string[];
  /** Whether to become the user nobody once the system calls are opened. Root only. */
  readonly asNobody?: boolean;
}

/**
 * Evaluates a JavaScript expression over `syscalls` (of `openSyscalls`) and node:fs as `fs`, in a process of
 * its own in other surroundings, and returns what it gives, by way of JSON.
 */
export async function askElsewhere(expression: string, elsewhere: Elsewhere = {}): Promise<unknown> {
  const folder = mkdtempSync(path.join(elsewhere.folder ?? path.join(PROJECT_ROOT, 'dist'), 'ask-'));
  try {
    const module = path.join(folder, 'native.mjs');
    bundled ??= bundle();
    writeFileSync(module, await bundled);
    const program = [
      `import fs from 'node:fs';`,
      `import {openSyscalls} from '${pathToFileURL(module)}';`,
      `const syscalls = await openSyscalls();`,
      elsewhere.asNobody ? DROP_PRIVILEGES : '',
      `console.log(JSON.stringify(${expression}));`,
    ].join('\n');
    const command = [
      ...(elsewhere.launcher ?? []),
      process.execPath,
      '--input-type=module',
      '--eval',
      program,
    ];
    const [file, ...args] = command;
    assert.ok(file !== undefined);
    const {stdout} = await promisify(execFile)(file, args, {cwd: folder});
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

let bundled: Promise<string> | undefined;

/** The system calls as a module of their own. esbuild's process ends with it: procdoc would see it in other tests. */
async function bundle(): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: [path.join(PROJECT_ROOT, 'src/kernel/machine/native.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  await stop();
  assert.ok(outputFiles[0]);
  return outputFiles[0].text;
}
