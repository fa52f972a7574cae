import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {conducts} from '../../../src/snapshot/programs/conducts.ts';
import {NOBODY, POSTGRES, withDatabase} from '../../support/live/postgres.ts';
import {childSignalsBelow, SHOW_SIGNALS} from '../../support/live/started-with.ts';
import {IS_ROOT} from '../../support/procdoc.ts';

/**
 * Runs a script as nobody where /bin/sh is bash(1): PostgreSQL starts its commands by system(3), and dash(1) resets what
 * is to be measured. Nothing that resets a signal may stand in between.
 */
const AS_NOBODY = `import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, MS_BIND, MS_REC_PRIVATE = 0x20000, 0x1000, 0x44000
assert libc.unshare(CLONE_NEWNS) == 0
assert libc.mount(None, b"/", None, MS_REC_PRIVATE, None) == 0
assert libc.mount(b"/bin/bash", b"/bin/sh", None, MS_BIND, None) == 0
os.setgroups([]); os.setgid(${NOBODY}); os.setuid(${NOBODY})
os.execvp("bash", ["bash", "-c", sys.argv[1]])`;

test(
  'the archive_command of PostgreSQL has the signals that are known of it, whatever the server was started with',
  {
    skip: !IS_ROOT && 'needs root',
  },
  () =>
    withDatabase(folder => {
      const data = path.join(folder, 'data');
      const show = path.join(folder, 'show');
      writeFileSync(
        show,
        `#!/bin/bash\n${SHOW_SIGNALS.map(word => `'${word}'`).join(' ')} >shown && mv shown ${folder}/signals\n`,
        {mode: 0o755},
      );
      const options = {
        unix_socket_directories: folder,
        listen_addresses: '',
        archive_mode: 'on',
        archive_command: show,
      };
      const settings = Object.entries(options)
        .map(([name, value]) => `-c ${name}='${value}'`)
        .join(' ');
      const child = childSignalsBelow(
        'python3',
        '-c',
        AS_NOBODY,
        `cd ${folder} && { ${POSTGRES}/postgres -D ${data} ${settings} 2>log & } &&
until (( SECONDS > 40 )) || ${POSTGRES}/psql -h ${folder} -U postgres -d postgres -qc 'select pg_switch_wal()' >/dev/null 2>&1; do sleep 0.05; done
until (( SECONDS > 40 )) || [ -e signals ]; do sleep 0.05; done
cat signals; kill -QUIT $!; wait`,
      );
      const known = conducts.find(({program}) => program.test('postgres'));
      assert.ok(known);
      assert.deepEqual(child, {
        ignoresSigchld: known.passesOnSigchld,
        ignoresSigpipe: known.sigpipe === 'ignored',
        blocksSigterm: known.passesOnMask,
      });
    }),
);
