import {copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isGone} from '../proc-witness.ts';
import {untilSettled} from '../settled.ts';
import {SUBJECTS, type Subject, until, withSubject} from '../subject.ts';

/** What the daemon saw of its children, which all exited 3; null stands for Python's None: all is well. */
export interface DaemonFacts {
  readonly pid: number;
  readonly ppid: number;
  readonly sigchldIgnored: boolean;
  readonly popenClose: number | null;
  readonly returncode: number;
  readonly systemResult: number;
  readonly waitpidErrno: number;
}

/** The client of client.c and the daemon it has started; that file explains the modes at its top. */
export interface ClientAndDaemon {
  /** Holds the lock file and the daemon's script, each test its own. */
  readonly folder: string;
  readonly client: Subject;
  readonly daemon: DaemonFacts;
  readonly lock: string;
  /** The daemon.py that runs; a test may replace or remove it. */
  readonly script: string;
  /** Has the client exit while the daemon lives. */
  clientExits(): Promise<void>;
}

/** Runs `use` on a client and its daemon, and stops both whatever comes. */
export async function withClientAndDaemon(
  mode: 'detached' | 'attached' | 'in-shell' | 'by-sh',
  use: (scene: ClientAndDaemon) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-client-'));
  const script = path.join(folder, 'daemon.py');
  const lock = path.join(folder, 'lock');
  try {
    copyFileSync(path.join(SUBJECTS, 'daemon.py'), script);
    await withSubject('client.c', [folder, mode], async client => {
      const clientExits = async (): Promise<void> => {
        client.tell('exit');
        await client.exited;
      };
      const daemon = readDaemonFacts(folder);
      await untilSettled(client.pid, daemon.pid);
      await use({folder, client, daemon, lock, script, clientExits});
    });
  } finally {
    await stopDaemon(folder);
    rmSync(folder, {recursive: true});
  }
}

/** The client does it itself, unless a test made it exit or its start failed. */
async function stopDaemon(folder: string): Promise<void> {
  writeFileSync(path.join(folder, 'stop'), '');
  if (!existsSync(path.join(folder, 'daemon.json'))) return;
  const {pid} = readDaemonFacts(folder);
  await until(`the daemon ${pid} has left`, () => isGone(pid));
}

function readDaemonFacts(folder: string): DaemonFacts {
  return JSON.parse(readFileSync(path.join(folder, 'daemon.json'), 'utf8'));
}
