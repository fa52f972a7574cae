// The programs that a benchmark runs: procdoc, C programs that are compiled for it, and those of the system.
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** procdoc as it was built in a folder. */
export const procdocIn = folder => [process.execPath, path.join(folder, 'bin/run.js')];
export const procdoc = procdocIn(root);

/** procdoc with Node inside, as `npm run package` makes it. */
const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
export const singleFile = path.join(root, `dist/packages/procdoc-${version}-linux-${process.arch}`);

/** Compiles a C program of test/, and gives its path. */
export function compile(source) {
  const folder = path.join(root, 'dist/bench');
  mkdirSync(folder, {recursive: true});
  const program = path.join(folder, path.basename(source, '.c'));
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-Isubjects', '-o', program, source];
  execFileSync(process.env.CC ?? 'cc', flags, {cwd: path.join(root, 'test')});
  return program;
}

/** Programs that other numbers are of, and that are not here; named at the end. */
export const missing = new Set();

/** Whether a program of the system is installed; what is compared with it is left out otherwise. */
export function isInstalled(program) {
  if (spawnSync('sh', ['-c', `command -v ${program}`]).status === 0) return true;
  missing.add(program);
  return false;
}
