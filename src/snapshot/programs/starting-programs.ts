import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';
import {programNames} from './names.ts';

/** What a program is that starts others for somebody. */
export type StartingKind = 'cron' | 'ssh' | 'supervisor' | 'multiplexer';

/** A program that starts others for somebody, and what it calls the one that it is there for. */
export interface StartingProgram {
  readonly kind: StartingKind;
  /** "supervisord", "runsv". */
  readonly program: string;
  /** The service of a supervisor; null: its arguments don't say. */
  readonly service: string | null;
}

/** Supervisors that run once for each service, whose folder is their argument: runsv(8), s6-supervise, supervise(8). */
const ofOneService = ['runsv', 's6-supervise', 'supervise'];

/** pm2 starts programs itself in the foreground: as pm2-runtime, which containers run, and with --no-daemon. */
const programs: Readonly<Record<StartingKind, readonly string[]>> = {
  cron: ['cron', 'crond', 'fcron', 'anacron', 'atd'],
  ssh: ['sshd', 'sshd-session', 'dropbear'],
  supervisor: [...ofOneService, 'supervisord', 'circusd', 'monit', 'pm2-runtime', 'pm2-docker', 'pm2'],
  multiplexer: ['tmux', 'tmux: server', 'screen'],
};

/** Where the environment of what a supervisor starts has its service: "group:name" of supervisord, if these differ. */
const serviceVariables: Readonly<Record<string, readonly string[]>> = {
  supervisord: ['SUPERVISOR_GROUP_NAME', 'SUPERVISOR_PROCESS_NAME'],
  monit: ['MONIT_SERVICE'],
  pm2: ['name'],
  'pm2-runtime': ['name'],
  'pm2-docker': ['name'],
};

/** The variables by which a supervisor tells what it starts which service that is; none, where it tells no such thing. */
export function serviceVariablesOf({program}: StartingProgram): readonly string[] {
  return serviceVariables[program] ?? [];
}

/** Which of these programs a process is by its names; undefined where it is none. Names prove nothing. */
export function startingProgramOf(process: Process): StartingProgram | undefined {
  const names = programNames(process);
  const [title = '', folder = ''] = orUndefined(process.argv()) ?? [];
  // The daemon of pm2 is a Node that is known by its title alone.
  if (/^PM2 v\S+: God Daemon/.test(title)) return {kind: 'supervisor', program: 'pm2', service: null};
  for (const kind of ['cron', 'ssh', 'supervisor', 'multiplexer'] as const) {
    const program = programs[kind].find(name => names.includes(name));
    if (program === undefined) continue;
    const service = ofOneService.includes(program) ? posix.basename(folder) : '';
    return {kind, program, service: ['', '.'].includes(service) ? null : service};
  }
  return undefined;
}
