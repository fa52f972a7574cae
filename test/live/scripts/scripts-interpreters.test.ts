import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe} from 'node:test';
import {file, itReads, python} from '../../support/live/script-situations.ts';

describe('a program is read from its command line, of', () => {
  itReads('node', ['node', '--no-warnings', 'server.js', 'a'], folder => ({
    ...file('server.js', ['a'])(folder),
    interpreter: 'node',
  }));
  itReads('perl', ['perl', '-w', 'report.pl'], folder => ({
    ...file('report.pl')(folder),
    interpreter: 'perl',
  }));
  itReads('bash', ['bash', '-e', 'task.bash', 'a'], folder => ({
    ...file('task.bash', ['a'])(folder),
    interpreter: 'shell',
  }));
  itReads('sh, by its own first line', ['./job.sh'], folder => ({
    ...file('./job.sh')(folder),
    path: path.join(folder, 'job.sh'),
    interpreter: 'shell',
  }));
});

describe('a relative script', () => {
  const wanderer = `import os; os.chdir('/')\n${python}`;

  itReads('is looked for in the working directory', ['python3', './app/../tool.py'], folder => ({
    ...file('./app/../tool.py')(folder),
    path: path.join(folder, 'tool.py'),
  }));
  itReads(
    'whose process went elsewhere may be anywhere: nothing is claimed of it',
    ['python3', 'wanderer.py'],
    () => ({
      script: 'wanderer.py',
      path: '/wanderer.py',
      cwd: '/',
      freshness: 'unknown',
      staleFiles: [],
    }),
    {prepare: folder => writeFileSync(`${folder}/wanderer.py`, wanderer)},
  );
});

describe('java -jar', {skip: !hasJar() && 'no JDK here'}, () => {
  const main = `public class Main { public static void main(String[] args) throws Exception {
    System.out.println("ready"); while (System.in.read() != -1) {} } }`;

  itReads(
    'is an archive',
    ['java', '-Xshare:auto', '-jar', 'main.jar', 'a'],
    folder => ({
      ...file('main.jar', ['a'])(folder),
      kind: 'archive',
      interpreter: 'java',
    }),
    {
      prepare: folder => {
        writeFileSync(`${folder}/Main.java`, main);
        execFileSync('javac', ['Main.java'], {cwd: folder, stdio: 'ignore'});
        execFileSync('jar', ['cfe', 'main.jar', 'Main', 'Main.class'], {cwd: folder});
      },
    },
  );
});

function hasJar(): boolean {
  try {
    for (const program of ['javac', 'jar', 'java']) execFileSync(program, ['--version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}
