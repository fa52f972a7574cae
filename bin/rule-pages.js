// The module "procdoc:rule-pages" of the bundle: the page of every rule by the rule's id, made of the .md files
// next to the rules. Used by bin/build.js and test/run.js.
const {readdirSync, readFileSync} = require('node:fs');
const path = require('node:path');

const rules = path.resolve(__dirname, '../src/rules');

function pages() {
  const files = readdirSync(rules, {recursive: true}).filter(file => file.endsWith('.md'));
  return Object.fromEntries(
    files.sort().map(file => [file.replace(/\.md$/, ''), readFileSync(path.join(rules, file), 'utf8')]),
  );
}

const rulePages = {
  name: 'rule-pages',
  setup(build) {
    build.onResolve({filter: /^procdoc:rule-pages$/}, ({path: name}) => ({
      path: name,
      namespace: 'rule-pages',
    }));
    build.onLoad({filter: /.*/, namespace: 'rule-pages'}, () => ({
      contents: `export const pages = ${JSON.stringify(pages())};`,
    }));
  },
};

module.exports = {pages, rulePages};
