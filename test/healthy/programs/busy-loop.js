// The job of whatever runs jobs: a shell that starts children, pipelines and what is left to others, without end.
import {statSync} from 'node:fs';

/** Its progress is in the file "progress" of the folder that it runs in. */
export const BUSY_LOOP = `#!/bin/sh
while :; do
  ls / | sort | wc -l > /dev/null
  sleep 0.02 & wait $!
  echo x >> progress.$(id -un)
done
`;

/** Waits until a job has come round a few times. */
export function hasWritten(place, seconds = 20) {
  const users = ['root', 'nobody'];
  const sizeOf = user => statSync(place.path(`progress.${user}`), {throwIfNoEntry: false})?.size ?? 0;
  return place.until('at work', () => users.some(user => sizeOf(user) > 6), seconds);
}
