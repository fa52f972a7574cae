/** The languages whose command lines are understood. Not among them: bun, deno, csh, fish, php-fpm, R, Lua. */
export type Interpreter = 'python' | 'node' | 'ruby' | 'perl' | 'shell' | 'php' | 'java';

const names: readonly (readonly [Interpreter, RegExp])[] = [
  ['python', /^(?:platform-)?[Pp]ython(?:\d[\d.]*)?[dmtu]*(?:-dbg|-debug)?$/],
  ['python', /^pypy(?:\d[\d.]*)?(?:-c)?$/],
  ['node', /^node(?:js)?(?:-?\d+)?$/],
  ['ruby', /^ruby(?:-?\d[\d.]*)?$/],
  ['perl', /^perl(?:5[\d.]*(?:-[\w-]+)?)?$/],
  ['shell', /^(?:sh|ash|hush|posh|yash|dash|r?bash|zsh)(?:-?\d[\d.]*)?(?:-static)?$/],
  ['shell', /^(?:r|m|l|o|lo|pd)?ksh(?:\d+[a-z]?)?(?:-static)?$/],
  ['php', /^php(?:\d[\d.]*)?(?:-cli)?$/],
  ['java', /^java$/],
];

const multicall = /^(?:busybox|toybox)(?:[.-]\w+)?$/;
const wrappedByNix = /^\.(.+)-wrapped$/;

/**
 * The program's own name: of a path, of argv[0] of a login shell (`-bash`), of a /proc/PID/exe link whose
 * file was replaced (` (deleted)`), of a Nix wrapper's target (`.python3.11-wrapped`).
 */
export function programName(path: string): string {
  const base = path.replace(/ \(deleted\)$/, '').replace(/^.*\//s, '');
  return (wrappedByNix.exec(base)?.[1] ?? base).replace(/^-/, '');
}

/** Which language a program of this name interprets; undefined for every other program. */
export function interpreterOf(name: string): Interpreter | undefined {
  return names.find(([, pattern]) => pattern.test(name))?.[0];
}

/** Whether the program in a file of this name may be an interpreter: no other runs a script, whatever argv[0] claims. */
export function mayInterpret(fileName: string): boolean {
  const name = programName(fileName);
  return interpreterOf(name) !== undefined || isMulticall(name);
}

/** Shells whose command lines are not understood. */
const otherShells = /^(?:(?:bsd-|t)?csh|fish|elvish|rc(?:\.byron)?)$/;

/** Whether a program of this name is a shell: the one list of them. */
export function isShellName(name: string): boolean {
  return interpreterOf(name) === 'shell' || otherShells.test(name);
}

/** Whether a program of this name is many programs in one, told by argv[0] or argv[1] which to be. */
export function isMulticall(name: string): boolean {
  return multicall.test(name);
}
