// The programs: `start` starts one in a place, gives it work, and gives the pid of the process that procdoc is asked
// about; `users` are those that it runs as in real life; `needs` are programs of ../tools.js.
import {containers} from './containers.js';
import {dataStores} from './data-stores.js';
import {inits} from './inits.js';
import {jobs} from './jobs.js';
import {runtimes} from './runtimes.js';
import {sessions} from './sessions.js';
import {supervisors} from './supervisors.js';
import {systemdServices} from './systemd.js';
import {webServers} from './web-servers.js';

export const programs = [
  ...webServers,
  ...dataStores,
  ...supervisors,
  ...sessions,
  ...runtimes,
  ...jobs,
  ...containers,
  ...inits,
  ...systemdServices,
];
