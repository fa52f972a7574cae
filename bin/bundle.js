// Makes dist/main.cjs of the sources: everything that procdoc is, in volumes, so that a start reads and compiles what
// its command needs. esbuild parts the modules into chunks by which commands need them, some 170; chunks that are
// mostly needed together become a volume. bin/volumes.js reads what is written here, and says how it is laid out.
const {createHash} = require('node:crypto');
const {renameSync, writeFileSync} = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const {leanPackages, withLateRequires} = require('./lean-packages.js');
const {withPlainExports} = require('./plain-exports.js');
const {sourceLoader, sourcePlugins} = require('./source-plugins.js');
const {HEAD_SIZE} = require('./volumes.js');

/** What one more volume costs a start: as much as this many bytes that are read and not needed. */
const BYTES_OF_A_VOLUME = 16_384;

/** What Node has not loaded by itself when it starts, and takes some milliseconds to. */
const LATE =
  /^node:(?:child_process|http|net|os|perf_hooks|readline|sea|stream|timers\/promises|tty|v8|vm|worker_threads)$/;

const target = {platform: 'node', target: 'node20', charset: 'ascii'};

const ENTRY = 'src/start/main.ts';

/** The module "procdoc:command-manifest": each command of oclif's manifest, parsed when it is asked for. */
const commandManifest = commands => ({
  name: 'command-manifest',
  setup(build) {
    build.onResolve({filter: /^procdoc:command-manifest$/}, ({path: name}) => ({
      path: name,
      namespace: 'command-manifest',
    }));
    const entries = Object.entries(commands).map(
      ([id, command]) => `'${id}': () => JSON.parse(${JSON.stringify(JSON.stringify(command))})`,
    );
    build.onLoad({filter: /.*/, namespace: 'command-manifest'}, () => ({
      contents: `export const manifest = {${entries.join(',')}};`,
    }));
  },
});

/**
 * Code without characters beyond ASCII, so that its length is its size in a file: esbuild leaves those of patterns and
 * tagged templates, where an escape means the same.
 */
function inAscii(code) {
  return code.replace(/[^\x00-\x7f]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** esbuild's chunks: the text of each, the chunks that it imports at once, and whether something imports it later. */
async function chunksOf(commands) {
  const built = await esbuild.build({
    entryPoints: [ENTRY],
    outdir: 'dist/build',
    bundle: true,
    splitting: true,
    ...target,
    format: 'esm',
    logLevel: 'warning',
    write: false,
    metafile: true,
    plugins: [...leanPackages, ...sourcePlugins, commandManifest(commands)],
    loader: sourceLoader,
    // ps-list asks for its own url, to find a program for Windows.
    define: {'import.meta.url': '"file:///procdoc"'},
    // koffi holds native code; the others are oclif's developer tools, never loaded from a bundle.
    external: ['koffi', 'typescript', 'ts-node', 'tsx', 'pnpapi'],
  });
  const {outputs} = built.metafile;
  return Promise.all(
    built.outputFiles.map(async ({path: file, text}) => {
      const name = path.relative(process.cwd(), file);
      const {entryPoint, imports} = outputs[name];
      const {code: commonJs} = await esbuild.transform(text, {
        ...target,
        format: 'cjs',
        // import() becomes require(): a script with a code cache has no import() callback.
        supported: {'dynamic-import': false},
      });
      const late = withLateRequires(withPlainExports(commonJs), needed => LATE.test(needed));
      const {code} = await esbuild.transform(late, {...target, format: 'cjs', minify: true});
      const atOnce = imports.filter(({kind, external}) => kind === 'import-statement' && !external);
      return {name, entryPoint, code: inAscii(code), needs: atOnce.map(one => one.path)};
    }),
  );
}

/** The names of a chunk and of all that it needs at once. */
function closureOf(name, byName, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const needed of byName.get(name).needs) closureOf(needed, byName, found);
  return found;
}

/** How many bytes are saved where two volumes are one: a file less where both are needed; waste where one is. */
function gainOf(one, other) {
  let gain = 0;
  for (const reader of one.readers) gain += other.readers.has(reader) ? BYTES_OF_A_VOLUME : -other.size;
  for (const reader of other.readers) if (!one.readers.has(reader)) gain -= one.size;
  return gain;
}

function bestPair(volumes) {
  let best = {gain: 0};
  for (const [at, one] of volumes.entries())
    for (const other of volumes.slice(at + 1)) {
      const gain = gainOf(one, other);
      if (gain > best.gain) best = {gain, one, other};
    }
  return best;
}

/** Chunks in volumes: what every start needs is the first; the others are joined as long as that saves anything. */
function volumesOf(chunks) {
  const byName = new Map(chunks.map(chunk => [chunk.name, chunk]));
  const entries = chunks.filter(({entryPoint}) => entryPoint !== undefined);
  const main = entries.find(({entryPoint}) => entryPoint === ENTRY);
  const core = closureOf(main.name, byName);
  const readersOf = name =>
    new Set(entries.filter(entry => closureOf(entry.name, byName).has(name)).map(entry => entry.name));
  let rest = chunks
    .filter(({name}) => !core.has(name))
    .map(chunk => ({chunks: [chunk], size: chunk.code.length, readers: readersOf(chunk.name)}));
  for (let pair = bestPair(rest); pair.gain > 0; pair = bestPair(rest)) {
    const {one, other} = pair;
    const joined = {
      chunks: [...one.chunks, ...other.chunks],
      size: one.size + other.size,
      readers: new Set([...one.readers, ...other.readers]),
    };
    rest = [...rest.filter(volume => volume !== one && volume !== other), joined];
  }
  const first = [main, ...chunks.filter(chunk => chunk !== main && core.has(chunk.name))];
  return [first, ...rest.map(volume => volume.chunks)];
}

/** The text of a volume: an object with a function for each of its chunks, by number. */
function textOf(volume, numbers) {
  const functions = volume.map(({name, code}) => {
    const numbered = code.replace(/\brequire\("\.\/([^"]+)"\)/g, (_, file) => {
      const number = numbers.get(path.join(path.dirname(name), file));
      if (number === undefined) throw new Error(`${name} needs ${file}, which is no chunk`);
      return `require(${number})`;
    });
    return `${numbers.get(name)}:function(exports,require,module){${numbered.trimEnd()}\n}`;
  });
  return `({${functions.join(',')}})\n`;
}

/** Writes dist/main.cjs. */
async function writeBundle(commands) {
  const volumes = volumesOf(await chunksOf(commands));
  const numbers = new Map(volumes.flat().map(({name}, number) => [name, number]));
  const texts = volumes.map(volume => textOf(volume, numbers));
  const head = {
    id: createHash('sha256').update(texts.join('')).digest('hex').slice(0, 16),
    sizes: texts.map(text => text.length),
    lines: texts.map(text => text.split('\n').length - 1),
    chunks: volumes.map(volume => volume.length),
  };
  const line = `//${JSON.stringify(head)}`.padEnd(HEAD_SIZE - 1);
  if (line.length >= HEAD_SIZE) throw new Error('the head of the bundle is larger than bin/volumes.js reads');
  // Renamed into place: a procdoc that starts meanwhile gets either the old bundle or the new one, whole.
  writeFileSync('dist/main.cjs.new', `${line}\n${texts.join('')}`);
  renameSync('dist/main.cjs.new', 'dist/main.cjs');
}

module.exports = {writeBundle};
