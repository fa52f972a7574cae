// What esbuild has to know to bundle the sources, whatever the bundle is for: files that are no modules, and become some.
const {reportAssets} = require('./report-assets.js');
const {rulePages} = require('./rule-pages.js');
const {serverThread} = require('./server-thread.js');

const sourcePlugins = [rulePages, reportAssets, serverThread];
const sourceLoader = {'.sh': 'text'};

module.exports = {sourceLoader, sourcePlugins};
