import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, unlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {withRunning} from '../../support/live/running.ts';
import {IS_ROOT, procdocJson, runProcdoc} from '../../support/procdoc.ts';

interface Holders {
  readonly descriptions: ReadonlyArray<{readonly release: string | null}>;
}

/** A mount namespace in which a folder has a tmpfs of its own; `program` is Python that runs there, with `folder`. */
async function withOwnMount(
  program: string,
  use: (there: {readonly pid: number; readonly folder: string}) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-mounts-'));
  const mounted = 'mount -t tmpfs tmpfs "$0" && exec python3 -c "$1" "$0"';
  const python = `import sys, os, fcntl, socket; folder = sys.argv[1]\n${program}\nprint("stands", flush=True)\nsys.stdin.read()`;
  try {
    const command = ['unshare', '--mount', 'sh', '-c', mounted, folder, python];
    await withRunning(command, {}, ({pid}) => use({pid, folder}));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

describe('a process with mounts of its own', {skip: !IS_ROOT && 'needs root'}, () => {
  it('has the file of its UNIX socket there, and nowhere else', () =>
    withOwnMount('s = socket.socket(socket.AF_UNIX); s.bind(folder + "/x.sock"); s.listen()', async there => {
      const file = `/proc/${there.pid}/root${there.folder}/x.sock`;
      const released = async () => {
        const {json} = await procdocJson<Holders>('holders', `unix:${there.folder}/x.sock`);
        return json.descriptions[0]?.release ?? '';
      };
      const recording = path.join(tmpdir(), `procdoc-mounts-${there.pid}.txt`);
      try {
        await runProcdoc('record', `${there.pid}`, '--output', recording);
        const {json} = await procdocJson<Holders>(
          'holders',
          `unix:${there.folder}/x.sock`,
          '--from',
          recording,
        );
        assert.ok(json.descriptions[0]?.release?.includes(`Its file ${file} stays`));
      } finally {
        rmSync(recording, {force: true});
      }
      assert.ok((await released()).includes(`Its file ${file} stays`));
      unlinkSync(file);
      assert.ok((await released()).includes('is already gone'));
    }));
});
