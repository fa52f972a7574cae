#!/usr/bin/env bash
# `promtool check metrics` (2.42.0) finds no fault with pages of metrics that make Prometheus 2.42.0 refuse the whole
# target, and refuses others that Prometheus takes. Both come out of one build.
#
# There are two parsers of the text format. promtool has that of the client libraries, which skips blanks wherever the
# format allows them: before a name, and twice between the words of a TYPE line; and which takes a negative timestamp,
# as int64 is. Prometheus scrapes by a lexer of its own, to which the blanks belong to the name or the type, and a minus
# is no part of a timestamp. The lexer keeps no state either: it takes a second TYPE, or one after its samples, and a
# last line that is not ended, which the format forbids. So one metric that passes its check in CI may take down all
# others of its process.
#
# Installs prometheus 2.42.0+ds-5+deb12u1 of Debian 12 in a temporary folder. Exits with 1 where one of the pages is
# judged otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${prometheus:-}" "${server:-}" 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq prometheus=2.42.0+ds-5+deb12u1
dpkg -x prometheus_*.deb .

mkdir pages
page() { printf "$2" > "pages/$1"; }
page plain '# HELP a Doc.\n# TYPE a gauge\na 1\n'
page indented '# HELP a Doc.\n# TYPE a gauge\n  a 1\n'
page aligned '# HELP  a  Doc.\n# TYPE  a  gauge\na 1\n'
page before-1970 '# HELP a Doc.\n# TYPE a gauge\na 1 -1000\n'
page unended '# HELP a Doc.\n# TYPE a gauge\na 1'
page type-twice '# HELP a Doc.\n# TYPE a gauge\n# TYPE a counter\na 1\n'
page type-last 'a 1\n# HELP a Doc.\n# TYPE a gauge\n'

# Serves the pages, and asks Prometheus what became of each target. Ports are any that are free.
cat > server.py <<'END'
import functools, http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path):
        return "text/plain; version=0.0.4"
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory="pages"))
print(server.server_address[1], flush=True)
server.serve_forever()
END
cat > targets.py <<'END'
import json, sys, time, urllib.request
for _ in range(600):
    time.sleep(0.1)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/api/v1/targets") as answer:
            targets = json.load(answer)["data"]["activeTargets"]
    except OSError:
        continue
    if len(targets) == int(sys.argv[2]) and all(target["health"] != "unknown" for target in targets):
        break
for target in targets:
    print(target["scrapePool"], target["health"], target["lastError"].split("{")[0], sep="\t")
END
python3 server.py > port &
server=$!
until [[ -s port ]]; do sleep 0.05; done
{
  echo '{"global": {"scrape_interval": "1s"}, "scrape_configs": ['
  for name in $(ls pages); do
    echo "{\"job_name\": \"$name\", \"metrics_path\": \"/$name\"," \
      "\"static_configs\": [{\"targets\": [\"127.0.0.1:$(< port)\"]}]},"
  done | sed '$ s/,$//'
  echo ']}'
} > config.yml
free=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
./usr/bin/prometheus --config.file config.yml --storage.tsdb.path data --web.listen-address "127.0.0.1:$free" \
  --log.level error &
prometheus=$!
python3 targets.py "$free" "$(ls pages | wc -l)" > targets

./usr/bin/prometheus --version 2>&1 | sed -n 1p
while IFS=$'\t' read -r name health error; do
  ./usr/bin/promtool check metrics < "pages/$name" > /dev/null 2> error && status=0 || status=$?
  echo "$name: promtool $status, Prometheus $health${error:+ ($error)}"
done < targets | sort | tee said
[[ $(sed 's/ (.*//' said | grep -c 'promtool 0, Prometheus down$') == 3 ]]
[[ $(grep -c 'promtool 1, Prometheus up$' said) == 3 && $(grep -c 'plain: promtool 0, Prometheus up$' said) == 1 ]]
