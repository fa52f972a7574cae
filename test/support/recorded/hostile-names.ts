import type {ImaginedProcess} from './imagined-machine.ts';

/** Names that would end what they stand in, run, hide or turn around the text next to them, were they not kept text. */
export const hostileNames = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  `"><svg onload='alert(1)'>`,
  '</title></style><!--<script>',
  '&lt;b&gt; `x` \\N %s',
  'a\u202eb\u2066c\u200bd',
  'line\u2028paragraph\u2029end',
  'esc\x1b[2J\x07',
  'javascript:alert(1)//',
];

/** A machine on which every process is called so: a parent that never waits, and its zombies. */
export function hostileProcesses(): ImaginedProcess[] {
  return [
    {pid: 1, ppid: 0, comm: 'init'},
    ...hostileNames.flatMap((comm, at): ImaginedProcess[] => [
      {pid: 100 + 10 * at, ppid: 1, comm, argv: [comm, ...hostileNames]},
      {pid: 101 + 10 * at, ppid: 100 + 10 * at, comm, state: 'Z', argv: []},
    ]),
  ];
}
