#!/usr/bin/env bash
# node_exporter (1.5.0) serves nothing of what a second textfile has of a metric, if the two files say another HELP of
# it, or one of them says none, while node_textfile_scrape_error stays 0, and node_scrape_collector_success 1.
#
# The collector for textfiles reads each file by itself, and finds no fault with any. To a metric without HELP it gives
# one of its own, which names the files. Only then all samples come to the registry, where a metric has one HELP: it
# drops each that comes with another, and the rest of the page is served with status 200. So a job loses its metrics
# when another one is upgraded, and says the same in better words. The log tells, and the counter
# promhttp_metric_handler_errors_total{cause="gathering"}, which comes with the next scrape. Whose file has the say is
# left to the order of their names.
#
# Installs prometheus-node-exporter 1.5.0-1+b6 of Debian 12 in a temporary folder. Exits with 1 where both files are
# served, or the collector reports an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${exporter:-}" 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq prometheus-node-exporter=1.5.0-1+b6
dpkg -x prometheus-node-exporter_*.deb .

mkdir textfiles
free=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
./usr/bin/prometheus-node-exporter --collector.disable-defaults --collector.textfile \
  --collector.textfile.directory textfiles --web.listen-address "127.0.0.1:$free" 2> log &
exporter=$!
page() {
  python3 -c 'import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())' \
    "http://127.0.0.1:$free/metrics" 2> /dev/null
}
until page > /dev/null; do sleep 0.1; done

# Tells which jobs are served when the second says this of a metric of both, and what the exporter says of itself.
served() {
  printf '# HELP last_run_seconds When it ran.\n# TYPE last_run_seconds gauge\nlast_run_seconds{job="backup"} 1\n' \
    > textfiles/backup.prom
  printf "$1"'# TYPE last_run_seconds gauge\nlast_run_seconds{job="cleanup"} 2\n' > textfiles/cleanup.prom
  page | sed -n 's/^last_run_seconds{job="\(.*\)"} .*/\1/p; s/^node_textfile_scrape_error /error /p
    s/^node_scrape_collector_success{.*} /success /p' | tr '\n' ' '
}
./usr/bin/prometheus-node-exporter --version 2>&1 | sed -n 1p
{
  echo "the same HELP: $(served '# HELP last_run_seconds When it ran.\n')"
  echo "another HELP: $(served '# HELP last_run_seconds When it ran last.\n')"
  echo "no HELP: $(served '')"
} | tee said
grep -o 'has help .*' log
[[ $(sed 's/.*: //' said | tr -d '\n') == \
  'backup cleanup success 1 error 0 backup success 1 error 0 backup success 1 error 0 ' ]]
