// Builds dist/: one minified bundle with the commands' manifest in it, and a V8 code cache for this Node.
// Writes what is generated and kept in git, where it is stale: man/, docs/diagnose.svg, and the tables and answers in
// README.md and CONTRIBUTING.md.
// Usage: node bin/build.js [--prepare]   (--prepare: succeed without esbuild, as under npm ci --omit=dev)
require('./node-version.js');
const {execFileSync} = require('node:child_process');
const {createHash} = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');
const {consoleText} = require('./recorded-answer.js');
const {rulePages} = require('./rule-pages.js');
const {terminalSvg} = require('./terminal-svg.js');

const root = path.resolve(__dirname, '..');
process.chdir(root);

const esbuild = requireEsbuild();

function requireEsbuild() {
  try {
    return require('esbuild');
  } catch {
    console.error(
      'procdoc: esbuild is not installed, so nothing was built: run "npm ci" with development packages',
    );
    process.exit(process.argv.includes('--prepare') ? 0 : 1);
  }
}

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  plugins: [rulePages],
};

/** A module of src/ with all it imports, loaded into this process. */
async function load(entryPoint) {
  const outfile = `dist/build/${path.basename(entryPoint, '.ts')}.cjs`;
  await esbuild.build({...common, entryPoints: [entryPoint], outfile, packages: 'external'});
  return require(path.join(root, outfile));
}

/** What `oclif manifest` writes, without the 54 MB oclif package. */
async function manifestOf(commands) {
  const {Plugin} = await import('@oclif/core/config');
  const ids = Object.keys(commands);
  const classes = await Promise.all(ids.map(async id => (await commands[id]()).default));
  class Loaded extends Plugin {
    async loadCommandsFromTarget() {
      return Object.fromEntries(ids.map((id, at) => [id, classes[at]]));
    }
  }
  const plugin = new Loaded({
    root,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
    type: 'core',
  });
  await plugin.load();
  return plugin.manifest;
}

async function bundle(manifest) {
  writeFileSync('dist/build/manifest.json', JSON.stringify(manifest));
  const entry = `
    import {main} from './src/start/main.ts';
    import manifest from './dist/build/manifest.json';
    export const run = root => main(root, manifest);`;
  const built = await esbuild.build({
    ...common,
    stdin: {contents: entry, resolveDir: root, loader: 'ts'},
    write: false,
    minify: true,
    plugins: [leaveOut, leaveStreamsAlone, rulePages],
    charset: 'ascii',
    // import() of what stays outside becomes require(): a script with a code cache has no import() callback.
    supported: {'dynamic-import': false},
    // CommonJS has no import.meta; ps-list asks for its url.
    define: {'import.meta.url': 'bundleUrl'},
    banner: {js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;"},
    // koffi holds native code; the others are oclif's developer tools, never loaded from a bundle.
    external: ['koffi', 'typescript', 'ts-node', 'tsx', 'pnpapi'],
  });
  // Wrapped as require() does it, so that bin/run.js need not copy the source.
  const source = `(function(exports,require,module,__filename,__dirname){${built.outputFiles[0].text.trimEnd()}\n})`;
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16);
  // Renamed into place: a procdoc that starts meanwhile gets either the old bundle or the new one, whole.
  writeFileSync('dist/main.cjs.new', `${source}\n//${hash}\n`);
  renameSync('dist/main.cjs.new', 'dist/main.cjs');
}

/** Writes a file that is generated and kept in git, and says so where it was stale. */
function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
  console.error(`procdoc: ${file} was stale and is written again: commit it`);
}

async function writeManual({commands}) {
  const {manPages} = await load('src/render/man-page/man-pages.ts');
  const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
  const pages = manPages(commands, version);
  mkdirSync('man', {recursive: true});
  for (const file of readdirSync('man')) {
    if (!pages.has(file)) rmSync(`man/${file}`);
  }
  for (const [file, text] of pages) writeIfChanged(`man/${file}`, text);
}

/** The tables of README.md and CONTRIBUTING.md, and what procdoc says of recordings there. */
async function writeDocuments({commands}) {
  const {commandTable, roomTable, ruleTable, symptomTable, withParts} = await load(
    'src/render/markdown-tables.ts',
  );
  const {allRules} = await load('src/rules/diagnosis/catalogue.ts');
  const rooms = JSON.parse(readFileSync('src/rooms.json', 'utf8'));
  const parts = {
    'README.md': {
      symptoms: symptomTable(),
      example: consoleText('client-gone', ['holders', ':45479']),
      incident: consoleText('client-gone', ['diagnose', '31390']),
      commands: commandTable(commands),
      rules: ruleTable(allRules()),
    },
    'CONTRIBUTING.md': {rooms: roomTable(rooms)},
  };
  for (const [file, named] of Object.entries(parts))
    writeIfChanged(file, withParts(readFileSync(file, 'utf8'), named));
  mkdirSync('docs', {recursive: true});
  writeIfChanged('docs/diagnose.svg', terminalSvg('client-gone', ['diagnose', '--severity', 'error']));
}

/**
 * What oclif loads at every start for what procdoc never does: look for commands on disk, read rc files, turn a
 * spinner (it still reads the frames). Next to nothing in their place saves a tenth of the start; test/commands would
 * fail if one were called.
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

const isTerminal = fd => `require('node:tty').isatty(${fd})`;

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
  'ansis/index.js': [['!!s.stdout?.isTTY', isTerminal(1)]],
};

/** Bundles them without those grasps; throws where a newer version has other ones. */
const leaveStreamsAlone = {
  name: 'leave-streams-alone',
  setup(build) {
    build.onLoad({filter: /\/node_modules\/.*\.js$/}, ({path: file}) => {
      const [, name = ''] = file.split('/node_modules/');
      if (!Object.hasOwn(grasps, name)) return undefined;
      const contents = grasps[name].reduce(
        (text, [grasp, instead]) => {
          if (!text.includes(grasp)) throw new Error(`${name} has no "${grasp}"`);
          return text.replace(grasp, instead);
        },
        readFileSync(file, 'utf8'),
      );
      return {contents};
    });
  },
};

/** Runs procdoc once through the code that every command needs, to keep what V8 compiled of it. */
function writeCodeCache() {
  for (const name of readdirSync('dist').filter(file => file.endsWith('.cache'))) rmSync(`dist/${name}`);
  const env = {...process.env, PROCDOC_WRITE_CODE_CACHE: '1'};
  execFileSync(process.execPath, ['bin/run.js', 'zombies'], {env, stdio: 'ignore'});
}

async function buildAll() {
  rmSync('dist/build', {recursive: true, force: true});
  mkdirSync('dist/build', {recursive: true});
  const {COMMANDS} = await load('src/start/commands.ts');
  const manifest = await manifestOf(COMMANDS);
  await bundle(manifest);
  await writeManual(manifest);
  await writeDocuments(manifest);
  await esbuild.stop();
  writeCodeCache();
}

buildAll();
