// The module "procdoc:server-thread" of the bundle: the program of the thread in which `procdoc exporter` answers, as one
// text that a worker of Node evaluates. Used by bin/bundle.js and the tests.
const path = require('node:path');

const serverThread = {
  name: 'server-thread',
  setup(build) {
    build.onResolve({filter: /^procdoc:server-thread$/}, ({path: name}) => ({
      path: name,
      namespace: 'server-thread',
    }));
    build.onLoad({filter: /.*/, namespace: 'server-thread'}, async () => {
      const {outputFiles} = await build.esbuild.build({
        entryPoints: [path.resolve(__dirname, '../src/cli/exporter/server-thread.ts')],
        bundle: true,
        minify: true,
        write: false,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        charset: 'ascii',
        logLevel: 'warning',
      });
      return {contents: `export default ${JSON.stringify(outputFiles[0].text)};`};
    });
  },
};

module.exports = {serverThread};
