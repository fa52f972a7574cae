#!/usr/bin/env bash
# pm2 (7.0.4) does not restart an app that the kernel killed for want of memory, if it is told by stop_exit_codes: [0]
# to leave an app alone that has finished its work.
#
# Node tells of the end of a child by an exit code or a signal; of a kill the code is null. pm2 makes `code || 0` of
# that before anything looks at it, and compares 0 with the list. So a crash of the process itself (SIGSEGV, SIGABRT)
# and a kill from outside are a clean exit, and the app stays "stopped"; an exit with 1 is restarted as it should.
#
# Installs pm2 7.0.4 from npm in a temporary folder, with a daemon of its own. Exits with 1 where pm2 starts what was
# killed again.
set -euo pipefail
folder=$(mktemp -d)
export PM2_HOME=$folder/home
pm2() { "$folder/node_modules/.bin/pm2" "$@" 2> /dev/null; }
trap 'pm2 kill > /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' > package.json
npm install --silent --no-audit --no-fund --omit=optional pm2@7.0.4 > /dev/null

# Each app ends after a second the first time, and runs for long the second.
cat > app.sh <<'END'
[ -e "$1" ] && exec sleep 60
: > "$1"
sleep 1
eval "$2"
END
cat > apps.json <<'END'
{"apps": [
  {"name": "exits-with-0", "script": "./app.sh", "args": ["a", "exit 0"]},
  {"name": "exits-with-1", "script": "./app.sh", "args": ["b", "exit 1"]},
  {"name": "dies-of-SIGKILL", "script": "./app.sh", "args": ["c", "kill -KILL $$"]},
  {"name": "dies-of-SIGSEGV", "script": "./app.sh", "args": ["d", "kill -SEGV $$"]}
]}
END
node -e '
const { apps } = JSON.parse(fs.readFileSync("apps.json", "utf8"));
const shared = { interpreter: "/bin/sh", stop_exit_codes: [0], cwd: process.cwd() };
fs.writeFileSync("apps.json", JSON.stringify({ apps: apps.map((app) => ({ ...shared, ...app })) }));'
pm2 start apps.json > /dev/null
for _ in $(seq 60); do
  sleep 0.5
  states=$(pm2 jlist | tail -1 | node -e '
    for (const { name, pm2_env: { status, restart_time } } of JSON.parse(fs.readFileSync(0, "utf8")))
      console.log(`${name}: ${status}, ${restart_time} restarts`);')
  [[ $(grep -c 'stopped' <<< "$states") -ge 1 && $states == *'with-1: online, 1 restarts'* ]] && break
done
sleep 3
echo "pm2 $(pm2 --version | tail -1)"
echo "$states"
[[ $states == *'exits-with-0: stopped, 0 '*'exits-with-1: online, 1 '*'SIGKILL: stopped, 0 '*'SIGSEGV: stopped, 0 '* ]]
