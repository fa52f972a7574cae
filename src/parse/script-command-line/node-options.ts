/**
 * Node's options that take a value, attached (`--title=x`) or as the next word, of Node 18 to 25
 * (src/node_options.cc). All others stand alone: Node's flags, and V8's, whose values are always attached.
 */
export const valuedNodeOptions: ReadonlySet<string> = new Set([
  ...['--allow-fs-read', '--allow-fs-write', '--build-sea', '--build-snapshot-config', '--conditions'],
  ...['--cpu-prof-dir', '--cpu-prof-interval', '--cpu-prof-name', '--diagnostic-dir', '--disable-proto'],
  ...['--disable-warning', '--dns-result-order', '--env-file', '--env-file-if-exists', '--eval'],
  ...['--experimental-config-file', '--experimental-default-type', '--experimental-loader'],
  ...['--experimental-policy', '--experimental-sea-config', '--heap-prof-dir', '--heap-prof-interval'],
  ...['--heap-prof-name', '--heapsnapshot-near-heap-limit', '--heapsnapshot-signal', '--icu-data-dir'],
  ...['--import', '--input-type', '--inspect-port', '--inspect-publish-uid', '--localstorage-file'],
  ...['--max-http-header-size', '--max-old-space-size-percentage'],
  ...['--network-family-autoselection-attempt-timeout', '--openssl-config', '--policy-integrity'],
  ...['--redirect-warnings', '--report-dir', '--report-filename', '--report-signal', '--require', '--run'],
  ...['--secure-heap', '--secure-heap-min', '--security-revert', '--snapshot-blob', '--test-concurrency'],
  ...['--test-coverage-branches', '--test-coverage-exclude', '--test-coverage-functions'],
  ...['--test-coverage-include', '--test-coverage-lines', '--test-global-setup', '--test-isolation'],
  ...['--test-name-pattern', '--test-random-seed', '--test-reporter', '--test-reporter-destination'],
  ...['--test-rerun-failures', '--test-shard', '--test-skip-pattern', '--test-timeout', '--title'],
  ...['--tls-cipher-list', '--tls-keylog', '--trace-event-categories', '--trace-event-file-pattern'],
  ...['--trace-require-module', '--unhandled-rejections', '--use-largepages', '--v8-pool-size'],
  ...['--watch-kill-signal', '--watch-path'],
]);

/** Other spellings of options that matter here. */
export const nodeOptionAliases: ReadonlyMap<string, string> = new Map([
  ['-C', '--conditions'],
  ['-c', '--check'],
  ['-e', '--eval'],
  ['-h', '--help'],
  ['-i', '--interactive'],
  ['-p', '--print'],
  ['-r', '--require'],
  ['-v', '--version'],
  ['--debug-port', '--inspect-port'],
  ['--experimental-test-isolation', '--test-isolation'],
  ['--loader', '--experimental-loader'],
  ['--report-directory', '--report-dir'],
  ['--security-reverts', '--security-revert'],
]);
