// Builds dist/: the bundle, with the commands' manifest in it, and V8 code caches for this Node.
// Writes what is generated and kept in git, where it is stale: man/, docs/, and the tables and answers in
// README.md and CONTRIBUTING.md.
// Usage: node bin/build.js [--prepare]   (--prepare: succeed without esbuild, as under npm ci --omit=dev)
require('./node-version.js');
const {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} = require('node:fs');
const path = require('node:path');
const {writeCodeCaches} = require('./code-caches.js');
const {galleryPages, pageName} = require('./gallery.js');
const {consoleText} = require('./recorded-answer.js');
const {pages} = require('./rule-pages.js');
const {sourceLoader, sourcePlugins} = require('./source-plugins.js');
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
  plugins: sourcePlugins,
  loader: sourceLoader,
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
  const {manifest} = plugin;
  for (const [at, id] of ids.entries())
    manifest.commands[id].columns = classes[at].flags?.output?.columns ?? [];
  return manifest;
}

/** Writes a file that is generated and kept in git, and says so where it was stale. */
function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
  console.error(`procdoc: ${file} was stale and is written again: commit it`);
}

/** A page for each symptom, and none of a symptom that is gone. */
function writeGallery(texts) {
  mkdirSync('docs', {recursive: true});
  for (const file of readdirSync('docs').filter(name => name.endsWith('.md')))
    if (!texts.has(file)) rmSync(`docs/${file}`);
  for (const [file, text] of texts) writeIfChanged(`docs/${file}`, text);
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
      symptoms: symptomTable(symptom => `docs/${pageName(symptom)}`),
      example: consoleText('client-gone', ['holders', ':45479']),
      incident: consoleText('client-gone', ['diagnose', '31390']),
      commands: commandTable(commands),
      rules: ruleTable(allRules()),
    },
    'CONTRIBUTING.md': {rooms: roomTable(rooms)},
  };
  for (const [file, named] of Object.entries(parts))
    writeIfChanged(file, withParts(readFileSync(file, 'utf8'), named));
  const {SYMPTOMS} = await load('src/render/symptoms.ts');
  writeGallery(galleryPages(SYMPTOMS, allRules(), pages()));
  writeIfChanged('docs/diagnose.svg', terminalSvg('client-gone', ['diagnose', '--severity', 'error']));
}

async function buildAll() {
  rmSync('dist/build', {recursive: true, force: true});
  mkdirSync('dist/build', {recursive: true});
  const {COMMANDS} = await load('src/start/commands.ts');
  const manifest = await manifestOf(COMMANDS);
  // Only here: bundle.js needs esbuild, which may not be there.
  const {writeBundle} = require('./bundle.js');
  await writeBundle(manifest.commands);
  await writeManual(manifest);
  await writeDocuments(manifest);
  await esbuild.stop();
  await writeCodeCaches();
}

buildAll();
