// The module "procdoc:report-assets" of the bundle: the script and the style of the page that `procdoc report` writes, as
// small as they get, with the hashes by which its Content-Security-Policy names them. Used by bin/build.js, bin/bundle.js
// and the tests.
const {createHash} = require('node:crypto');
const path = require('node:path');

const folder = path.resolve(__dirname, '../src/render/report/page');

/** Browsers of 2022 and later: those that have :has() or are close to it. */
const browsers = ['chrome105', 'firefox110', 'safari15.4'];

const hashOf = text => `sha256-${createHash('sha256').update(text).digest('base64')}`;

async function assets() {
  // Only here: a build without esbuild says so itself.
  const esbuild = require('esbuild');
  const {outputFiles} = await esbuild.build({
    entryPoints: [path.join(folder, 'script.ts'), path.join(folder, 'style.css')],
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'ascii',
    target: browsers,
    logLevel: 'warning',
  });
  const textOf = ending => outputFiles.find(({path: file}) => file.endsWith(ending)).text.trim();
  const [script, style] = [textOf('.js'), textOf('.css')];
  return {script, scriptHash: hashOf(script), style, styleHash: hashOf(style)};
}

const reportAssets = {
  name: 'report-assets',
  setup(build) {
    build.onResolve({filter: /^procdoc:report-assets$/}, ({path: name}) => ({
      path: name,
      namespace: 'report-assets',
    }));
    build.onLoad({filter: /.*/, namespace: 'report-assets'}, async () => ({
      contents: Object.entries(await assets())
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n'),
    }));
  },
};

module.exports = {reportAssets};
