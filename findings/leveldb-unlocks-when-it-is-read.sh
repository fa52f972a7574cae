#!/usr/bin/env bash
# A program that copies the folder of its own open LevelDB (classic-level 3.0.0) has lost the lock on it: a second
# program opens the same database, and both write to it.
#
# LevelDB locks its file LOCK by fcntl(2). Such a lock belongs to the process, and goes with the first descriptor of the
# file that the process closes, whichever that is (fcntl_locking(2)). So a backup by fs.cp(), a checksum of the folder
# or an archive of it, made by the program itself, ends the lock; by a child it doesn't. LevelDB doesn't look at its
# lock again: nobody is told.
#
# Installs classic-level 3.0.0 from npm in a temporary folder. Exits with 1 where the copy leaves the lock.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type": "module"}' > package.json
npm install --silent --no-audit --no-fund classic-level@3.0.0

cat > second.js <<'EOF'
import { ClassicLevel } from 'classic-level';
const database = new ClassicLevel('data');
try {
  await database.open();
  await database.put('by', 'the second');
  console.log('writes');
} catch (error) {
  console.log(error.cause.code);
}
EOF
cat > first.js <<'EOF'
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { ClassicLevel } from 'classic-level';
const database = new ClassicLevel('data');
await database.open();
const second = () => String(execFileSync(process.execPath, ['second.js'])).trim();
execFileSync('cp', ['-r', 'data', 'copy-by-child']);
const before = second();
cpSync('data', 'copy', { recursive: true });
const after = second();
await database.put('by', 'the first');
console.log(`a second program, after a copy by cp(1): ${before}, after one by fs.cpSync(): ${after};`,
  `the first one writes, too: ${await database.get('by')}`);
EOF
echo "classic-level $(node -p 'require("./node_modules/classic-level/package.json").version'), Node $(node --version)"
node first.js | tee said
[[ $(< said) == *' cp(1): LEVEL_LOCKED, after one by fs.cpSync(): writes; the first one writes, too: the first' ]]
