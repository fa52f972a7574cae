/** A PostgreSQL of a test's own, as nobody: it refuses to run as root. */
import {execFileSync} from 'node:child_process';
import {chownSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

export const POSTGRES = '/usr/lib/postgresql/15/bin';
export const NOBODY = 65_534;

export const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

/** Runs `use` with a folder of nobody's that has a database cluster in "data", whose user is "postgres". */
export async function withDatabase(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-postgres-'));
  chownSync(folder, NOBODY, NOBODY);
  try {
    const [file = '', ...args] = [...asNobody, `${POSTGRES}/initdb`, '-D', path.join(folder, 'data')];
    execFileSync(file, [...args, '-U', 'postgres', '--auth=trust', '--no-sync'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await use(folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
