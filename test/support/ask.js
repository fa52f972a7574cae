// Asks procdoc, as it was built, many things in one process: what it prints and how it ends is the same as in a
// process each, without the start of Node.
// Usage: node test/support/ask.js   answers each line of standard input, a JSON object with the words and the working
// directory, by a line of JSON
import fs from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {loadBundle} from '../../bin/bundle-file.js';

process.env.NODE_ENV = 'production';
process.env.LC_ALL = 'C.UTF-8';
process.env.NO_COLOR = '1';
process.env.COLUMNS = '80';
process.env.TZ = 'UTC';
process.setMaxListeners(0);
process.stdout.setMaxListeners(0);

const bundle = path.resolve(import.meta.dirname, '../../dist/main.cjs');
const {main} = loadBundle(bundle, 'questions');

/** A pseudoterminal, as fstat(2) shows one: its device has the major number 136. */
const PSEUDOTERMINAL = {isCharacterDevice: () => true, rdev: 136 << 8};

/** Lets standard output be a terminal of so many columns; the function that is returned takes that back. */
function onTerminal(columns) {
  const {fstatSync} = fs;
  const {stdout} = process;
  const [isTTY, width] = [stdout.isTTY, stdout.columns];
  fs.fstatSync = (fd, ...rest) => (fd === 1 ? PSEUDOTERMINAL : fstatSync(fd, ...rest));
  Object.assign(stdout, {isTTY: true, columns});
  return () => {
    fs.fstatSync = fstatSync;
    Object.assign(stdout, {isTTY, columns: width});
  };
}

/**
 * What `procdoc ARGS...` prints, and how it ends: one question after the other.
 * @param columns how wide the terminal is that it prints to; undefined: to a pipe
 */
export async function ask(args, columns) {
  const said = {1: '', 2: ''};
  const {writeSync} = fs;
  const [out, err] = [process.stdout.write, process.stderr.write];
  const keep = fd => bytes => {
    said[fd] += bytes;
    return true;
  };
  fs.writeSync = (fd, bytes, ...rest) => {
    if (said[fd] === undefined) return writeSync(fd, bytes, ...rest);
    said[fd] += bytes;
    return bytes.length;
  };
  process.stdout.write = keep(1);
  process.stderr.write = keep(2);
  process.argv = [process.execPath, 'procdoc', ...args];
  process.exitCode = 0;
  const leaveTerminal = columns === undefined ? () => {} : onTerminal(columns);
  try {
    await main();
  } finally {
    leaveTerminal();
    fs.writeSync = writeSync;
    process.stdout.write = out;
    process.stderr.write = err;
  }
  const status = process.exitCode;
  process.exitCode = 0;
  return {stdout: said[1], stderr: said[2], status};
}

if (process.argv[1] === import.meta.filename)
  for await (const line of createInterface({input: process.stdin})) {
    const {folder, words} = JSON.parse(line);
    process.chdir(folder);
    process.stdout.write(`${JSON.stringify(await ask(words))}\n`);
  }
