import {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU} from '../../parse/signals/numbers.ts';
import type {Runtime} from './runtime.ts';

/** What programs make of an exit status that they can't get, because their children are reaped automatically. */
export const statusLosses = [
  'python-subprocess-reports-success',
  'python-os-calls-misreport',
  'python-asyncio-reports-255',
  'python-multiprocessing-sees-no-exit',
  'perl-system-fails',
  'gawk-close-reports-success',
  'vim-job-reports-success',
  'split-filter-reports-success',
  'busybox-time-makes-up-status',
  'bun-run-reports-success',
] as const;

export type StatusLoss = (typeof statusLosses)[number];

/** The language that a program is written in, as far as its interpreter or runtime shows it. */
export type Language = 'python' | 'node' | 'ruby' | 'php' | 'perl' | 'java' | 'shell';

/**
 * What a program does with a signal that it was started with: of itself, and of what it starts. Measured: each was
 * started with SIGCHLD and SIGPIPE ignored, SIGTERM blocked and a stray descriptor, and its child looked at;
 * test/live/signals/conduct.test.ts and test/integration/signals measure those again that are installed.
 */
export interface Conduct {
  /** The names of the program, as `appletName` has them; with "busybox " before those of busybox. */
  readonly program: RegExp;
  /** The version that was measured. */
  readonly measured: string;
  /**
   * What it does with SIGCHLD itself. keeps: as it was started. resets: to the default at its start. catches: by a
   * handler. ignores: it sets SIG_IGN itself, whatever it was started with, and still reports every status.
   */
  readonly sigchld: 'keeps' | 'resets' | 'catches' | 'ignores';
  /** Whether its children have SIGCHLD ignored if it was started that way itself. */
  readonly passesOnSigchld: boolean;
  /**
   * What its children have of SIGPIPE. as-started: ignored if it was started so itself. default: never ignored.
   * ignored: always. either: as-started or default, by the way it starts a child. Python's subprocess gives the
   * default, its os.system() does not; a zsh gives it to jobs in the background only.
   */
  readonly sigpipe: 'as-started' | 'default' | 'ignored' | 'either';
  /** Whether its children have the signals blocked that it was started with blocked. */
  readonly passesOnMask: boolean;
  /** Whether it ignores SIGPIPE itself, though its children have the default. */
  readonly ignoresSigpipe?: true;
  /** The signals that its children may be started with blocked, though it does not block them itself. */
  readonly blocksBelow?: readonly number[];
  /** What it says of commands whose exit status is lost. */
  readonly losses?: readonly StatusLoss[];
  /** The language that it is written in, or that it runs, as far as that shows. */
  readonly language?: Language;
  /** A program in a language that an interpreter of that language runs: its name is that of the script. */
  readonly isScript?: true;
  /** The name that the JSON contract has for a program that handles SIGCHLD in its own way. */
  readonly runtime?: Runtime;
}

/** "C+ P- M+": passes an ignored SIGCHLD on, resets SIGPIPE, passes the mask on. "P?": by the way it starts a child. */
function conduct(
  program: RegExp,
  measured: string,
  sigchld: Conduct['sigchld'],
  [children, pipe, mask]: readonly ['C+' | 'C-', 'P+' | 'P-' | 'P!' | 'P?', 'M+' | 'M-'],
  more: Pick<Conduct, 'ignoresSigpipe' | 'blocksBelow' | 'losses' | 'language' | 'isScript' | 'runtime'> = {},
): Conduct {
  const sigpipe = ({'P+': 'as-started', 'P-': 'default', 'P!': 'ignored', 'P?': 'either'} as const)[pipe];
  return {
    program,
    measured,
    sigchld,
    passesOnSigchld: children === 'C+',
    sigpipe,
    passesOnMask: mask === 'M+',
    ...more,
  };
}

/** Programs whose own conduct was measured; of all others nothing is assumed. */
export const conducts: readonly Conduct[] = [
  conduct(/^perl[\d.]*$/, '5.36.0', 'resets', ['C-', 'P+', 'M+'], {
    language: 'perl',
    runtime: 'perl',
    losses: ['perl-system-fails'],
  }),
  // foreman 0.87.2 adds nothing.
  conduct(/^ruby[\d.]*$/, '3.1', 'catches', ['C-', 'P-', 'M-'], {language: 'ruby'}),
  conduct(/^php(?:-cgi)?[\d.]*$/, '8.2', 'keeps', ['C+', 'P!', 'M+'], {language: 'php'}),
  conduct(/^php-fpm[\d.]*$/, '8.2.36', 'catches', ['C-', 'P!', 'M-'], {language: 'php'}),
  conduct(/^lua(?:5[\d.]*)?$/, '5.4.4', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^tclsh[\d.]*$/, '8.6.13', 'keeps', ['C-', 'P-', 'M+']),
  conduct(/^expect$/, '5.45.4', 'keeps', ['C-', 'P-', 'M+']),
  conduct(/^gawk$/, '5.2.1', 'keeps', ['C+', 'P-', 'M+'], {losses: ['gawk-close-reports-success']}),
  conduct(/^mawk$/, '1.3.4', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^guile(?:-[\d.]+)?$/, '3.0.8', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^ocaml(?:run)?$/, '4.13.1', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^sbcl$/, '2.2.9', 'catches', ['C-', 'P!', 'M-']),
  conduct(/^(?:lisp\.run|clisp)$/, '2.49.93', 'ignores', ['C-', 'P-', 'M+']),
  conduct(/^ecl$/, '21.2.1', 'keeps', ['C+', 'P-', 'M+']),
  conduct(/^beam(?:\.smp)?$/, '25.2.3', 'ignores', ['C-', 'P!', 'M+']),
  conduct(/^racket$/, '8.7', 'catches', ['C+', 'P+', 'M-']),
  conduct(/^java$/, '17.0.15', 'resets', ['C-', 'P-', 'M-'], {language: 'java', blocksBelow: [SIGQUIT]}),
  // pm2 5.4.3, nodemon 3.1.9, concurrently 9.1.2 and foreman 3.0.1 add nothing.
  conduct(/^node(?:js)?$/, '20.20', 'catches', ['C-', 'P-', 'M-'], {
    language: 'node',
    ignoresSigpipe: true,
    runtime: 'node',
  }),
  // By npm, the program is bun.exe on Linux, too.
  conduct(/^bunx?(?:\.exe)?$/, '1.4.5', 'keeps', ['C-', 'P-', 'M+'], {
    ignoresSigpipe: true,
    losses: ['bun-run-reports-success'],
  }),
  conduct(/^deno$/, '2.9.6', 'keeps', ['C+', 'P-', 'M+'], {ignoresSigpipe: true}),
  conduct(/^(?:python|pypy)[\d.]*[a-z]*(?:-dbg)?$/, '3.11.7', 'keeps', ['C+', 'P?', 'M+'], {
    language: 'python',
    runtime: 'python',
    losses: [
      'python-subprocess-reports-success',
      'python-os-calls-misreport',
      'python-asyncio-reports-255',
      'python-multiprocessing-sees-no-exit',
    ],
  }),
  conduct(/^vim(?:\.\w+)?$/, '9.0.1378', 'keeps', ['C+', 'P-', 'M+'], {losses: ['vim-job-reports-success']}),
  conduct(/^emacs(?:-\w+)?$/, '28.2', 'catches', ['C-', 'P-', 'M-']),
  conduct(/^g?make$/, '4.3', 'catches', ['C-', 'P+', 'M-'], {runtime: 'make'}),
  conduct(/^ninja$/, '1.11.1', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^cmake$/, '3.25', 'catches', ['C-', 'P-', 'M+']),
  conduct(/^ctest$/, '3.25', 'catches', ['C-', 'P-', 'M-']),
  conduct(/^gdb$/, '13.1', 'catches', ['C-', 'P!', 'M+']),
  conduct(/^socat1?$/, '1.7.4.4', 'catches', ['C-', 'P!', 'M+']),
  conduct(/^(?:xargs|find|tar|entr|flock|unshare|runuser|su)$/, 'Debian 12', 'resets', ['C-', 'P+', 'M+']),
  conduct(/^timeout$/, 'coreutils 9.1', 'catches', ['C-', 'P+', 'M+']),
  conduct(/^split$/, 'coreutils 9.1', 'keeps', ['C+', 'P+', 'M+'], {
    losses: ['split-filter-reports-success'],
  }),
  conduct(/^strace$/, '6.1', 'resets', ['C+', 'P+', 'M+']),
  conduct(/^dumb-init$/, '1.2.5', 'resets', ['C-', 'P-', 'M-']),
  conduct(/^tini(?:-static)?$/, '0.19.0', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^catatonit$/, '0.1.7', 'keeps', ['C+', 'P+', 'M+'], {blocksBelow: [SIGTSTP, SIGTTIN, SIGTTOU]}),
  conduct(/^runsv$/, '2.1.2', 'catches', ['C-', 'P+', 'M-']),
  conduct(/^s6-supervise$/, '2.11.3.2', 'keeps', ['C+', 'P-', 'M-']),
  conduct(/^supervise$/, 'daemontools 0.76', 'catches', ['C-', 'P+', 'M+']),
  conduct(/^supervisord$/, '4.2.5', 'catches', ['C-', 'P!', 'M+'], {
    isScript: true,
    language: 'python',
    runtime: 'python',
  }),
  conduct(/^monit$/, '5.33.0', 'keeps', ['C-', 'P-', 'M-'], {ignoresSigpipe: true}),
  conduct(/^inetd$/, 'openbsd-inetd 0.20221205', 'catches', ['C-', 'P-', 'M+'], {ignoresSigpipe: true}),
  conduct(/^xinetd$/, '2.3.15.3', 'catches', ['C-', 'P-', 'M-'], {ignoresSigpipe: true}),
  // Its services, if they don't have IgnoreSIGPIPE=no.
  conduct(/^systemd$/, '252.39', 'resets', ['C-', 'P!', 'M-']),
  // The program that it executes at an upgrade (SIGUSR2); its workers are forks of it.
  conduct(/^nginx$/, '1.22.1', 'catches', ['C-', 'P!', 'M+'], {
    blocksBelow: [SIGHUP, SIGINT, SIGQUIT, SIGTERM],
  }),
  // Its archive_command; a program of COPY has SIGPIPE at its default.
  conduct(/^postgres$/, '15.20', 'catches', ['C-', 'P!', 'M-']),
  conduct(/^gunicorn$/, '20.1.0', 'catches', ['C-', 'P?', 'M+'], {
    isScript: true,
    language: 'python',
    runtime: 'python',
  }),
  // Its daemons (attach-daemon); its workers catch SIGPIPE.
  conduct(/^uwsgi(?:-core)?$/, '2.0.21', 'resets', ['C-', 'P!', 'M-']),
  // Its CGI programs.
  conduct(/^apache2$/, '2.4.71', 'keeps', ['C-', 'P!', 'M+']),
  conduct(/^r?bash$/, '5.2', 'catches', ['C+', 'P+', 'M+'], {runtime: 'bash'}),
  conduct(/^dash$/, '0.5.12', 'resets', ['C-', 'P+', 'M-'], {runtime: 'dash'}),
  conduct(/^busybox (?:find|timeout|xargs)$/, '1.35', 'keeps', ['C+', 'P+', 'M+']),
  conduct(/^busybox time$/, '1.35', 'keeps', ['C+', 'P+', 'M+'], {losses: ['busybox-time-makes-up-status']}),
  conduct(/^busybox a?sh$/, '1.35', 'resets', ['C-', 'P+', 'M+']),
  conduct(/^zsh[\d.]*$/, '5.9', 'catches', ['C-', 'P?', 'M+']),
  // Its jobs in the background have them blocked.
  conduct(/^fish$/, '3.6.0', 'catches', ['C-', 'P-', 'M-'], {
    ignoresSigpipe: true,
    blocksBelow: [SIGINT, SIGQUIT],
  }),
  conduct(/^ksh(?:93)?$/, '93u+m 1.0.4', 'catches', ['C-', 'P+', 'M-']),
  conduct(/^(?:mksh|lksh)(?:-static)?$/, '59c', 'catches', ['C+', 'P+', 'M-']),
  conduct(/^posh$/, '0.14.1', 'resets', ['C+', 'P+', 'M+']),
  conduct(/^yash$/, '2.52', 'catches', ['C+', 'P+', 'M+']),
  conduct(/^(?:bsd-)?t?csh$/, '6.24', 'catches', ['C-', 'P+', 'M+']),
  conduct(/^rc(?:\.byron)?$/, '1.7.4', 'resets', ['C-', 'P+', 'M+']),
  conduct(/^elvish$/, '0.19.2', 'catches', ['C-', 'P-', 'M-']),
];
