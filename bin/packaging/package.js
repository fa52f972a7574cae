// Makes the packages of procdoc in dist/packages, of what `npm run build` has made: a single file that needs no Node, a
// .deb with it, and npm's tarball. The Node that runs this is the one that goes in.
// Usage: npm run package [-- arm64]   (arm64: also the single file for that architecture, with a Node from npm)
const {existsSync, mkdirSync, readFileSync, rmSync} = require('node:fs');
const path = require('node:path');
const {writeDebianPackage} = require('./debian-package.js');
const {writeSingleFile} = require('./single-file.js');
const {CannotPackage, runTool} = require('./tools.js');

process.chdir(path.resolve(__dirname, '../..'));
const {version, description, dependencies} = JSON.parse(readFileSync('package.json', 'utf8'));

const PACKAGES = 'dist/packages';

/** Debian's names of the architectures for which koffi and Node are on npm, by Node's names. */
const ARCHITECTURES = {x64: 'amd64', arm64: 'arm64'};

const singleFile = arch => `${PACKAGES}/procdoc-${version}-linux-${arch}`;

const nativePart = (modules, arch) => `${modules}/@koromix/koffi-linux-${arch}/linux_${arch}/koffi.node`;

async function packageForThisMachine() {
  const {arch, execPath: node} = process;
  const architecture = ARCHITECTURES[arch];
  if (architecture === undefined)
    throw new CannotPackage(`there is no package for ${arch}: build on x64 or arm64`);
  const folder = `dist/packaging/${arch}`;
  const program = singleFile(arch);
  const koffi = nativePart('node_modules', arch);
  await writeSingleFile(program, {folder, node, koffi, isForThisMachine: true});
  const file = `${PACKAGES}/procdoc_${version}_${architecture}.deb`;
  writeDebianPackage(file, {folder, program, koffi, architecture, version, description});
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', PACKAGES];
  const tarball = runTool('npm', pack).trim();
  return [program, file, `${PACKAGES}/${tarball}`];
}

/** The single file for a machine of another kind, which can't be run here, and has no code cache. */
async function packageFor(arch) {
  const folder = `dist/packaging/${arch}-${process.versions.node}`;
  const modules = `${folder}/node_modules`;
  const node = `${modules}/node-linux-${arch}/bin/node`;
  const specs = [
    `node-linux-${arch}@${process.versions.node}`,
    `@koromix/koffi-linux-${arch}@${dependencies.koffi}`,
  ];
  if (!existsSync(node)) {
    const install = ['install', '--loglevel=error', '--no-save', '--ignore-scripts', '--force'];
    try {
      runTool('npm', [...install, '--prefix', folder, ...specs]);
    } catch ({message}) {
      throw new CannotPackage(`${specs.join(' and ')} can't be had from npm: ${message}`);
    }
  }
  const program = singleFile(arch);
  await writeSingleFile(program, {folder, node, koffi: nativePart(modules, arch), isForThisMachine: false});
  return program;
}

async function makeAll(arch) {
  if (arch !== undefined && !Object.hasOwn(ARCHITECTURES, arch))
    throw new CannotPackage(`"${arch}" is no architecture to package for: there is arm64`);
  rmSync(PACKAGES, {recursive: true, force: true});
  mkdirSync(PACKAGES, {recursive: true});
  for (const made of await packageForThisMachine()) console.log(made);
  if (arch !== undefined && arch !== process.arch)
    console.log(`${await packageFor(arch)} (not run: it is for ${arch})`);
}

makeAll(process.argv[2]).catch(error => {
  console.error(`procdoc: not packaged: ${error instanceof CannotPackage ? error.message : error.stack}`);
  process.exitCode = 1;
});
