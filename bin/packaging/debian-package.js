// Makes the .deb: the single file, manual pages, completion for three shells, and share/, of which the units lie where
// systemd looks for them. It has no scripts, no configuration files, and leaves nothing when it is removed.
const {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');
const {gzipSync} = require('node:zlib');
const {runTool} = require('./tools.js');

/** Where Debian's shells look for the completion of what a package brings. */
const COMPLETIONS = {
  bash: 'usr/share/bash-completion/completions/procdoc',
  zsh: 'usr/share/zsh/vendor-completions/_procdoc',
  fish: 'usr/share/fish/vendor_completions.d/procdoc.fish',
};

/** What of share/ systemd finds by itself; all else lies where users copy it from, or name it. */
const UNIT = /^systemd\/([^/]+\.(?:service|socket|timer))$/;

/** Every path in the package and its bytes, but the program. */
function textFiles() {
  const files = Object.entries(COMPLETIONS).map(([shell, file]) => [
    file,
    runTool(process.execPath, ['bin/run.js', 'completion', shell]),
  ]);
  for (const name of readdirSync('man'))
    files.push([
      `usr/share/man/man${path.extname(name).slice(1)}/${name}.gz`,
      gzipSync(readFileSync(`man/${name}`), {level: 9}),
    ]);
  for (const name of readdirSync('share', {recursive: true})) {
    const file = path.join('share', name);
    if (!statSync(file).isFile()) continue;
    const [, unit] = UNIT.exec(name) ?? [];
    files.push([
      unit === undefined ? `usr/share/procdoc/${name}` : `usr/lib/systemd/system/${unit}`,
      readFileSync(file),
    ]);
  }
  files.push(['usr/share/doc/procdoc/copyright', licences()]);
  return files;
}

/** The licences of procdoc, of Node where its package has it, and of koffi. */
function licences() {
  const ofNode = ['../LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/node/LICENSE'].map(file =>
    path.resolve(path.dirname(process.execPath), file),
  );
  return ['LICENSE', 'node_modules/koffi/LICENSE.txt', ...ofNode]
    .filter(file => existsSync(file))
    .map(file => readFileSync(file, 'utf8').trimEnd())
    .join('\n\n');
}

/**
 * The packages with the libraries that Node and koffi are linked with; of the C library at least the version whose symbols
 * they ask for. What dpkg-shlibdeps(1) says is the version that they would ask for if they had been built here.
 */
function dependenciesOf(programs) {
  const symbols = programs.map(program => runTool('objdump', ['-T', program])).join('');
  const minors = [...symbols.matchAll(/\bGLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  return `libc6 (>= 2.${Math.max(...minors)}), libgcc-s1, libstdc++6`;
}

/** Who builds the package, by the variables of Debian's tools. dpkg(1) warns of a package without one at each start. */
function maintainer() {
  const {DEBFULLNAME: name, DEBEMAIL: address} = process.env;
  return name && address ? `${name} <${address}>` : 'not stated <nobody@invalid>';
}

/** A control file: deb-control(5). */
function controlOf({version, description, architecture, depends, bytes}) {
  const [summary, ...rest] = description.split(': ');
  return [
    'Package: procdoc',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer()}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: ${depends}`,
    'Section: admin',
    'Priority: optional',
    `Description: ${summary}`,
    ` ${rest.join(': ')}.`,
    '',
  ].join('\n');
}

/** Writes the package of a single file, which has koffi's native part inside. */
function writeDebianPackage(file, {folder, program, koffi, architecture, version, description}) {
  const tree = path.join(folder, 'tree');
  rmSync(tree, {recursive: true, force: true});
  const place = name => {
    const whole = path.join(tree, name);
    mkdirSync(path.dirname(whole), {recursive: true, mode: 0o755});
    return whole;
  };
  copyFileSync(program, place('usr/bin/procdoc'));
  let bytes = readFileSync(program).length;
  for (const [name, content] of textFiles()) {
    writeFileSync(place(name), content, {mode: 0o644});
    bytes += content.length;
  }
  const depends = dependenciesOf([program, koffi]);
  writeFileSync(place('DEBIAN/control'), controlOf({version, description, architecture, depends, bytes}));
  runTool('dpkg-deb', ['--root-owner-group', '-Zxz', '-z2', '--build', tree, file]);
}

module.exports = {writeDebianPackage};
