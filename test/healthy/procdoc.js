// The built procdoc as a program of its own, from a copy that every user can read.
import {execFile, execFileSync} from 'node:child_process';
import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {commandAs} from './users.js';

const root = path.resolve(import.meta.dirname, '../..');
const parts = ['package.json', 'bin', 'dist/main.cjs', 'node_modules/koffi', 'node_modules/@koromix'];

export class Procdoc {
  #folder = mkdtempSync(path.join(tmpdir(), 'healthy-procdoc-'));

  constructor() {
    for (const part of parts) cpSync(path.join(root, part), path.join(this.#folder, part), {recursive: true});
    cpSync(process.execPath, path.join(this.#folder, 'node'));
    execFileSync('chmod', ['-R', 'a+rX', this.#folder]);
  }

  /** The findings of severity warning or above; throws where there is no answer. */
  async findings(user, words) {
    const command = [
      path.join(this.#folder, 'node'),
      path.join(this.#folder, 'bin/run.js'),
      ...words,
      '--json',
    ];
    const [file, ...args] = commandAs(user, command);
    const env = {PATH: '/usr/bin:/bin', HOME: '/nonexistent'};
    const {stdout, stderr, status} = await new Promise(resolve => {
      execFile(file, args, {env, cwd: '/', maxBuffer: 1 << 28}, (error, out, err) =>
        resolve({stdout: out, stderr: err, status: error?.code ?? 0}),
      );
    });
    if (![0, 1, 3].includes(status) || stdout === '')
      throw new Error(`procdoc ${words.join(' ')}: status ${status}: ${stderr.trim()}`);
    return JSON.parse(stdout).findings.filter(({severity}) => severity !== 'info');
  }

  remove() {
    rmSync(this.#folder, {recursive: true, force: true});
  }
}
