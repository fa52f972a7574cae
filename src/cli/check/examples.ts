import {examplesOf} from '../examples.ts';

/** What `procdoc check` is for. */
export const checkExamples = examplesOf(
  ['Does this machine pass?', 'procdoc check'],
  [
    'No orphans and nothing wrong in the session of this CI job, as annotations',
    'procdoc check --scope session --orphans 0 --format github',
  ],
  ['As a Nagios plugin', 'procdoc check --format nagios --zombies 0:5,0:10 --zombie-age 60,300'],
  ['As a plugin of node-problem-detector', 'procdoc check --format npd --zombies 0:10'],
  [
    'The daemon runs exactly once, and runs the code on disk',
    'procdoc check --expect-script my_daemon.py=1:1,fresh',
  ],
  ['All hosts whose recordings are in a folder', 'procdoc check --from recordings/ --format junit'],
  ['Metrics for the node exporter', 'procdoc check --format prometheus --output-file procdoc.prom'],
  [
    'The same by another policy, next to it',
    'procdoc check --config web.toml --format prometheus --label policy=web --output-file web.prom',
  ],
);
