/** The descriptor of the first socket that is passed: sd_listen_fds(3), SD_LISTEN_FDS_START. */
const FIRST = 3;

/** A socket that listens already, which procdoc was passed when it was started. */
export interface PassedSocket {
  readonly descriptor: number;
}

/**
 * The sockets that systemd, or what starts programs as it does, has passed to the process `pid`: sd_listen_fds(3). Variables
 * that are about another process, one that started this one, are not heeded. They are taken out of the environment, so that
 * no child takes them for its own; Node has marked the descriptors close-on-exec when it started.
 */
export function takePassedSockets(env: NodeJS.ProcessEnv, pid: number): PassedSocket[] {
  const {LISTEN_PID, LISTEN_FDS = ''} = env;
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete env[name];
  const count = /^\d{1,4}$/.test(LISTEN_FDS) && LISTEN_PID === `${pid}` ? Number(LISTEN_FDS) : 0;
  return Array.from({length: count}, (_, at) => ({descriptor: FIRST + at}));
}
