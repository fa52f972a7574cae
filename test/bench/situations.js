// Situations that answers are measured in: programs that stand in them for as long as it takes.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {compile} from './programs.js';

/** Runs `use` while the situation of a C program stands, with the facts that it printed. */
export async function amid(source, sizes, use) {
  // Streams of its own, so that two situations share none: that would make them one family to what is measured.
  const child = spawn(compile(source), sizes.map(String), {stdio: 'pipe'});
  child.stderr.pipe(process.stderr);
  const exited = once(child, 'exit');
  try {
    const [facts] = await Promise.race([once(child.stdout, 'data'), exited]);
    if (!Buffer.isBuffer(facts)) throw new Error(`${source} left with status ${facts}`);
    return await use(JSON.parse(facts));
  } finally {
    child.stdin.end();
    await exited;
  }
}

/** Fails where the machine has no room for so many processes more. */
export function requireRoom(processes) {
  const number = file => Number(readFileSync(file, 'utf8'));
  const running = readdirSync('/proc').filter(name => /^\d+$/.test(name)).length;
  const free = number('/proc/sys/kernel/pid_max') - running;
  const [, availableKb] = /^MemAvailable: +(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? [];
  if (free < 2 * processes) throw new Error(`only ${free} pids are free on this machine`);
  if (Number(availableKb) < 2_000_000) throw new Error(`only ${availableKb} kB of memory are available`);
}
