import assert from 'node:assert/strict';
import {test} from 'node:test';
import {processOf} from '../../test/support/recorded/wait-chain.ts';
import {found} from '../kernel/read.ts';
import {branchSignsFor} from './branch-signs.ts';
import {fittedCommand} from './command-line.ts';
import {plainStyle} from './style.ts';

const {more} = branchSignsFor();

function commandIn(width: number, argv: readonly string[], isTerminal = true): string {
  const page = {style: plainStyle, width: 80, screen: 80, isTerminal};
  return fittedCommand(Object.assign(processOf(7, 'python3'), {argv: () => found([...argv])}), width, page);
}

test('a command on a terminal keeps the names of its program and its script', () => {
  const argv = ['/opt/python/versions/3.11/bin/python3', '-u', '/srv/app/worker.py', '--queue', 'mail'];
  assert.equal(commandIn(99, argv), argv.join(' '));
  assert.equal(commandIn(50, argv), 'python3 -u /srv/app/worker.py --queue mail');
  assert.equal(commandIn(40, argv), `python3 -u ${more}/worker.py --queue mail`);
  assert.equal(commandIn(20, argv).length, 20);
  assert.equal(commandIn(20, argv, false), argv.join(' '));
});

test('a title is no path', () => {
  const title = 'nginx: master process /usr/sbin/nginx -g daemon off;';
  assert.ok(commandIn(30, [title]).includes('nginx: master'));
});
