// esbuild plugins for bin/build.js: packages as procdoc needs them. oclif's modules name five times what a command
// uses, take hold of the standard streams as they are loaded, and with Node's own tty, os and child_process would cost
// more than the rest of a start. test/commands would fail if what is changed here were missed.
const {readFileSync} = require('node:fs');

/**
 * What oclif loads for what procdoc never does: look for commands on disk, read rc files, turn a spinner (it still reads
 * the frames). Next to nothing stands in their place.
 */
const leaveOut = {
  name: 'leave-out',
  setup(build) {
    build.onResolve({filter: /^(tinyglobby|minimatch|lilconfig|cli-spinners)$/}, ({path: name}) => ({
      path: name,
      namespace: 'left-out',
    }));
    build.onLoad({filter: /.*/, namespace: 'left-out'}, () => ({
      contents: "module.exports = {dots2: {frames: ['.'], interval: 100}};",
    }));
  },
};

/** Each command of oclif makes itself a debug(1) logger; the package is loaded where DEBUG asks it to speak. */
const debugWhereAsked = {
  name: 'debug-where-asked',
  setup(build) {
    build.onResolve({filter: /^debug$/}, ({importer}) =>
      importer.endsWith('/@oclif/core/lib/logger.js') ? {path: 'debug', namespace: 'where-asked'} : undefined,
    );
    build.onLoad({filter: /.*/, namespace: 'where-asked'}, () => ({
      contents: "module.exports = process.env.DEBUG ? require('debug') : () => () => {};",
      resolveDir: __dirname,
    }));
  },
};

/** isatty(3), for which Node loads its networking, too; not asked of what is no terminal: a pipe, a file, /dev/null. */
const isTerminal = fd => {
  const maybe = 'stat.isCharacterDevice() && stat.rdev >> 8 !== 1';
  return `(stat => ${maybe} && require('node:tty').isatty(${fd}))(require('node:fs').fstatSync(${fd}))`;
};

/**
 * Where oclif, and what it loads, takes hold of the standard streams as it is loaded. Node makes a pipe non-blocking
 * then, also for the other processes that share it, such as the command of `procdoc run`.
 */
const grasps = {
  '@oclif/core/lib/screen.js': [
    ['termwidth(process.stdout)', `(${isTerminal(1)} ? termwidth(process.stdout) : 80)`],
    ['termwidth(process.stderr)', `(${isTerminal(2)} ? termwidth(process.stderr) : 80)`],
  ],
  '@oclif/core/lib/command.js': [["process.stdout.on('error', ", 'void (']],
  '@oclif/core/lib/ux/index.js': [['process.stderr.isTTY', 'false']],
  '@oclif/core/lib/ux/action/base.js': [
    ['stderr: process.stderr.write', 'stderr: undefined'],
    ['stdout: process.stdout.write', 'stdout: undefined'],
  ],
  'debug/src/node.js': [['process.stderr.fd', '2']],
  'supports-color/index.js': [
    ['tty.isatty(1)', isTerminal(1)],
    ['tty.isatty(2)', isTerminal(2)],
  ],
  'ansis/index.js': [['!!s.stdout?.isTTY', isTerminal(1)]],
};

/** A module without its grasps; throws where a newer version has other ones. */
function withoutGrasps(source, name) {
  return (grasps[name] ?? []).reduce((text, [grasp, instead]) => {
    if (!text.includes(grasp)) throw new Error(`${name} has no "${grasp}"`);
    return text.replace(grasp, instead);
  }, source);
}

/** `const x_1 = require("…");`, with or without one of TypeScript's or esbuild's wrappers around the call. */
const REQUIRE =
  /^(?:const|var|let) (\w+) = ((?:(?:__importDefault|__importStar|__toESM)\()?require\((["'])([^"']+)\3\)(?:, 1)?\)?);$/gm;

/**
 * A CommonJS module whose required modules are getters of one object: each is loaded where it is first used. `isLate`
 * says which, by their names; the others are loaded with the module.
 */
function withLateRequires(source, isLate = () => true) {
  const required = [...source.matchAll(REQUIRE)].filter(([, , , , name]) => isLate(name));
  if (required.length === 0) return source;
  const declared = new Set(required.map(([whole]) => whole));
  const names = required.map(([, name]) => name).join('|');
  const use = new RegExp(`(?<![.\\w$'"\`/-])(${names})(?=[.)\\[(;,\\s])(?!\\s*:)`, 'g');
  const getters = required.map(
    ([, name, value]) =>
      `get ${name}() { const value = ${value}; Object.defineProperty(late$, '${name}', {value}); return value; },`,
  );
  return `const late$ = {${getters.join('\n')}};\n${source.replace(REQUIRE, whole => (declared.has(whole) ? '' : whole)).replace(use, 'late$$.$1')}`;
}

const leanModules = {
  name: 'lean-modules',
  setup(build) {
    build.onLoad({filter: /\/node_modules\/.*\.js$/}, ({path: file}) => {
      const [, name = ''] = file.split('/node_modules/');
      const isGrasping = Object.hasOwn(grasps, name);
      if (!name.startsWith('@oclif/core/lib/') && !isGrasping) return undefined;
      return {contents: withLateRequires(withoutGrasps(readFileSync(file, 'utf8'), name))};
    });
  },
};

module.exports = {withLateRequires, leanPackages: [leaveOut, debugWhereAsked, leanModules]};
