// The users as whom programs run and procdoc is asked.

const NOBODY = 65534;

export function idOf(user) {
  return user === 'root' ? 0 : NOBODY;
}

/** The command as it is run by root to run as a user. */
export function commandAs(user, command) {
  if (user === 'root') return command;
  return ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command];
}
