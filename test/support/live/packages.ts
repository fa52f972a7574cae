import {execFile} from 'node:child_process';
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';

declare const PROJECT_ROOT: string;

/** Where `npm run package` leaves what it makes. */
export const PACKAGES = path.join(PROJECT_ROOT, 'dist/packages');

/** The packages by name, of procdoc as it is built: made here unless they are newer than that. */
export async function madePackages(): Promise<readonly string[]> {
  const built = statSync(path.join(PROJECT_ROOT, 'dist/main.cjs')).mtimeMs;
  const names = () => readdirSync(PACKAGES, {encoding: 'utf8'});
  const isMade = (name: string) => statSync(path.join(PACKAGES, name)).mtimeMs > built;
  try {
    if (names().length >= 3 && names().every(isMade)) return names();
  } catch {
    // There is no such folder yet.
  }
  const program = path.join(PROJECT_ROOT, 'bin/packaging/package.js');
  await promisify(execFile)(process.execPath, [program], {cwd: PROJECT_ROOT});
  return names();
}
