/** Holds share/github, share/gitlab and share/jenkins to the CI systems that they are for, and runs what they run. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {before, describe, it} from 'node:test';
import {PROCDOC, programOf} from '../../support/live/accompanied.ts';
import {makeFiles} from '../../support/live/running.ts';
import {type Output, run} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';
import {CI_SYSTEMS} from '../tools.js';

declare const PROJECT_ROOT: string;

const shared = (name: string) => readFileSync(path.join(PROJECT_ROOT, 'share', name), 'utf8');

/** What `make test` is in a job: what leaves nothing, and what leaves a process behind that has the output open. */
const CLEAN = 'test:\n\t@echo tested\n';
const LEAVING = `test:
	@sh -c 'echo $$$$ > left.pid; exec sleep 600' &
	@while ! test -s left.pid; do sleep 0.1; done
`;

/** Runs `use` in a folder of a project whose `make test` is that, with procdoc on the PATH; ends what it leaves behind. */
async function withProject(
  makefile: string,
  use: (folder: string, env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const folder = makeFiles({Makefile: makefile, 'bin/procdoc': programOf(PROCDOC)});
  try {
    await use(folder, {PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`});
  } finally {
    endLeft(folder);
    rmSync(folder, {recursive: true});
  }
}

const leftIn = (folder: string) => Number(readFileSync(path.join(folder, 'left.pid'), 'utf8'));

/**
 * Runs a job as a CI system does, which reads its output, in a session of its own. What the job leaves behind is ended when the job has exited, or
 * when its report is there, since it keeps the output open, and some CI systems wait for the end of that.
 */
async function runJob(
  folder: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Output> {
  const [file = '', ...args] = command;
  const job = spawn(file, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...process.env, ...env},
  });
  const said = Promise.all([text(job.stdout), text(job.stderr)]);
  const exited = once(job, 'exit').then(([status]) => status as number | null);
  let isOver = false;
  void exited.finally(() => {
    isOver = true;
  });
  await until('the job is over', () => isOver || existsSync(path.join(folder, 'procdoc.xml')), 120);
  endLeft(folder);
  const [status, [stdout, stderr]] = await Promise.all([exited, said]);
  return {status, stdout, stderr};
}

/** Ends what a job has left behind; once. */
function endLeft(folder: string): void {
  if (!existsSync(path.join(folder, 'left.pid')) || existsSync(path.join(folder, 'ended'))) return;
  process.kill(leftIn(folder));
  writeFileSync(path.join(folder, 'ended'), '');
}

/** The shell finds the packages of a folder that it is in. */
const shellIn = (folder: string) => ['sh', '-c', 'cd "$0" && exec "$@"', folder];
const systems = path.join(PROJECT_ROOT, CI_SYSTEMS.folder);
const installed = (program: string) => path.join(systems, 'node_modules/.bin', program);

/** Holds a report to what it has to say of a process that is left behind. */
async function assertReported(file: string, pid: number): Promise<void> {
  const count = async (of: string) => (await run(['xmllint', '--xpath', `count(//${of})`, file])).stdout;
  assert.equal((await count(`testcase[failure[contains(., "(${pid})")]]`)).trim() > '0', true);
}

/** The action as GitHub's own library for expressions evaluates it: the steps of it that run. */
const evaluate = `
import {Evaluator, Lexer, Parser, data} from '@actions/expressions';
import {createRequire} from 'node:module';
import {parse} from 'yaml';
const {validateAction} = createRequire(process.cwd() + '/x')('@action-validator/core');
let input = '';
for await (const part of process.stdin) input += part;
const {text, given, actionPath} = JSON.parse(input);
const {errors} = validateAction(text);
const action = parse(text);
const dictionary = object =>
  new data.Dictionary(...Object.entries(object).map(([key, value]) => ({key, value: new data.StringData(value)})));
const defaults = Object.entries(action.inputs).map(([name, one]) => [name, one.default ?? '']);
const context = new data.Dictionary(
  {key: 'inputs', value: dictionary({...Object.fromEntries(defaults), ...given})},
  {key: 'github', value: dictionary({action_path: actionPath})},
);
const cancelled = {name: 'cancelled', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(false)};
const valueOf = expression => {
  const parsed = new Parser(new Lexer(expression).lex().tokens, ['inputs', 'github'], [cancelled]).parse();
  return new Evaluator(parsed, context, new Map([['cancelled', cancelled]])).evaluate();
};
const filled = text => text.replaceAll(/\\$\\{\\{(.*?)\\}\\}/g, (_, expression) => valueOf(expression).coerceString());
const steps = action.runs.steps
  .filter(step => step.if === undefined || filled(step.if) === 'true')
  .map(({name, shell, run, env = {}, 'working-directory': folder}) => ({
    name, shell, run, folder: folder && filled(folder),
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, filled(value)])),
  }));
console.log(JSON.stringify({errors, steps}));
`;

interface Step {
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly folder?: string;
  readonly env: Readonly<Record<string, string>>;
}

async function stepsOf(given: Readonly<Record<string, string>>, actionPath: string): Promise<Step[]> {
  const input = JSON.stringify({text: shared('github/action.yml'), given, actionPath});
  const command = [...shellIn(systems), process.execPath, '--input-type=module', '-e', evaluate];
  const {stdout, stderr} = await run(command, {input});
  const {errors, steps} = JSON.parse(stdout || `{"errors": ${JSON.stringify(stderr)}}`);
  assert.deepEqual(errors, []);
  for (const {shell} of steps) assert.equal(shell, 'bash');
  return steps;
}

/** A step as a runner of GitHub runs one of the shell bash. */
async function runStep(step: Step, folder: string, env: Readonly<Record<string, string>>): Promise<Output> {
  const file = path.join(folder, 'step.sh');
  writeFileSync(file, step.run);
  const bash = ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', file];
  return runJob(folder, [...shellIn(step.folder ?? folder), ...bash], {...env, ...step.env});
}

describe('the action for GitHub', () => {
  const given = {run: 'make test', procdoc: 'procdoc'};

  it('fails by a process that is left behind, which an annotation names', () =>
    withProject(LEAVING, async (folder, env) => {
      const [step, ...others] = await stepsOf(given, '/action/share/github');
      assert.ok(step);
      const {status, stderr} = await runStep(step, folder, env);
      assert.equal(status, 99, stderr);
      const left = leftIn(folder);
      assert.ok(
        stderr.split('\n').some(line => line.startsWith('::error ') && line.includes(`(${left})`)),
        stderr,
      );
      assert.deepEqual(
        others.map(({name}) => name),
        ['Check the processes of the job'],
      );
    }));

  it('passes where the command does and leaves nothing, and checks its session', () =>
    withProject(CLEAN, async (folder, env) => {
      const [step, check] = await stepsOf(
        {...given, run: 'make test | cat\nmake test'},
        '/action/share/github',
      );
      assert.ok(step && check);
      const {status, stdout, stderr} = await runStep(step, folder, env);
      assert.deepEqual([status, stdout], [0, 'tested\ntested\n'], stderr);
      const checked = await runStep(check, folder, env);
      assert.equal(checked.status, 0, checked.stdout + checked.stderr);
      assert.match(checked.stdout, /^procdoc check: /m);
    }));

  it('fails as the command does, also within a pipeline', () =>
    withProject(CLEAN, async (folder, env) => {
      const [step] = await stepsOf({...given, run: '(exit 7) | cat\necho never'}, '/action/share/github');
      assert.ok(step);
      const {status, stdout} = await runStep(step, folder, env);
      assert.deepEqual([status, stdout], [7, '']);
    }));

  it('uses the procdoc of its own repository where none is given, and checks nothing where that is asked for', () =>
    withProject(CLEAN, async (folder, env) => {
      const steps = await stepsOf({run: 'make test', check: ''}, path.join(PROJECT_ROOT, 'share/github'));
      const [build, step, ...others] = steps;
      assert.ok(build?.folder && step);
      assert.deepEqual(others, []);
      // The first command of the README, which the tests begin with in CI.
      assert.match(build.run, /^npm ci /);
      assert.equal(path.resolve(build.folder), PROJECT_ROOT);
      const {status, stdout, stderr} = await runStep(step, folder, env);
      assert.deepEqual([status, stdout], [0, 'tested\n'], stderr);
    }));
});

/** What runs the jobs of a .gitlab-ci.yml here, which it first holds to GitLab's schema, and by which shell. */
async function runGitlabJob(folder: string, env: Readonly<Record<string, string>>): Promise<Output> {
  writeFileSync(path.join(folder, '.gitlab-ci.yml'), shared('gitlab/procdoc.yml'));
  writeFileSync(path.join(folder, '.gitignore'), 'bin\n.gitlab-ci-local\n');
  const git = ['git', '-C', folder];
  const author = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    [...author, 'commit', '-q', '-m', 'A project'],
  ]) {
    const {status, stderr} = await run([...git, ...words]);
    assert.equal(status, 0, stderr);
  }
  const job = [...shellIn(folder), installed('gitlab-ci-local'), '--no-color', 'test'];
  return runJob(folder, job, {...env, HOME: folder});
}

describe('the job for GitLab', () => {
  it('fails by a process that is left behind, which its log and its report name', () =>
    withProject(LEAVING, async (folder, env) => {
      const {status, stdout, stderr} = await runGitlabJob(folder, env);
      const left = leftIn(folder);
      assert.equal(status, 1, stdout + stderr);
      assert.ok((stdout + stderr).includes(`(${left})`), stdout + stderr);
      await assertReported(path.join(folder, 'procdoc.xml'), left);
    }));

  it('passes where the command leaves nothing', () =>
    withProject(CLEAN, async (folder, env) => {
      const {status, stdout, stderr} = await runGitlabJob(folder, env);
      assert.equal(status, 0, stdout + stderr);
    }));
});

describe('the stage for Jenkins', () => {
  let script = '';
  before(() => {
    [, script = ''] = /sh '''\n(.*?)'''/s.exec(shared('jenkins/Jenkinsfile')) ?? [];
  });

  it('is what npm-groovy-lint takes', async () => {
    const where = ['--path', path.join(PROJECT_ROOT, 'share/jenkins'), '--files', '**/Jenkinsfile'];
    const how = ['--noserver', '--config', 'recommended-jenkinsfile', '--failon', 'warning'];
    const {status, stdout, stderr} = await run([
      ...shellIn(systems),
      installed('npm-groovy-lint'),
      ...how,
      ...where,
    ]);
    assert.equal(status, 0, stdout + stderr);
  });

  function runScript(folder: string, env: Readonly<Record<string, string>>): Promise<Output> {
    // Within quotes of Groovy, a backslash is written twice.
    writeFileSync(path.join(folder, 'script.sh'), script.replaceAll('\\\\', '\\'));
    return runJob(folder, [...shellIn(folder), 'sh', '-xe', 'script.sh'], env);
  }

  it('fails by a process that is left behind, which its log and its report name', () =>
    withProject(LEAVING, async (folder, env) => {
      const {status, stderr} = await runScript(folder, env);
      const left = leftIn(folder);
      assert.equal(status, 99, stderr);
      assert.ok(stderr.includes(`(${left})`), stderr);
      await assertReported(path.join(folder, 'procdoc.xml'), left);
    }));

  it('passes where the command leaves nothing', () =>
    withProject(CLEAN, async (folder, env) => {
      const {status, stdout, stderr} = await runScript(folder, env);
      assert.equal(status, 0, stdout + stderr);
    }));
});
