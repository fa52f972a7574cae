import {examplesOf} from '../examples.ts';

/** What `procdoc check` is for, by example. */
export const checkExamples = examplesOf(
  ['May this machine pass?', 'procdoc check'],
  [
    'No orphan and nothing wrong in the session of this CI job, as annotations',
    'procdoc check --scope session --orphans 0 --format github',
  ],
  ['As a Nagios plugin', 'procdoc check --format nagios --zombies 0:5,0:10 --zombie-age 60,300'],
  ['The daemon runs once, and is the code on disk', 'procdoc check --expect-script my_daemon.py=1:1,fresh'],
  ['For the node exporter', 'procdoc check --format prometheus --output-file procdoc.prom'],
);
