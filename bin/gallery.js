// The pages of docs/, one for each symptom that `procdoc` alone lists: the error text, the command, what it really
// printed, and what may be behind it, from the pages of the rules.
const {consoleText} = require('./recorded-answer.js');
const pages = require('./gallery-pages.js');

/** The name of a symptom's page: "address-already-in-use.md". */
function pageName(symptom) {
  return `${symptom
    .toLowerCase()
    .replaceAll("'", '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}.md`;
}

/** A section of a rule's page, by its heading. */
function sectionOf(page, heading) {
  return (
    page
      .split(/^## /m)
      .find(part => part.startsWith(`${heading}\n`))
      ?.slice(heading.length)
      .trim() ?? ''
  );
}

function ruleText(id, rules, rulePages) {
  const {title} = rules.find(rule => rule.id === id);
  const page = rulePages[id];
  return [
    `### ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    sectionOf(page, 'Why it matters'),
    `**What to do**\n\n${sectionOf(page, 'What to do')}`,
    `\`procdoc explain ${id}\``,
  ];
}

function pageText({symptom, command}, rules, rulePages) {
  const {says, scene, shown, printed, rules: ids} = pages[symptom];
  const console_ = printed === undefined ? consoleText(...shown) : `\`\`\`console\n${printed}\n\`\`\``;
  return [
    '<!-- Written by bin/build.js. -->',
    `# ${symptom}`,
    ...(says.length === 0 ? [] : [says.map(text => `\`${text}\``).join(' · ')]),
    `\`\`\`sh\n${command}\n\`\`\``,
    '## What it says',
    scene,
    console_,
    ...(ids.length === 0 ? [] : ['## What may be behind it']),
    ...ids.flatMap(id => ruleText(id, rules, rulePages)),
    '[All symptoms](README.md)',
  ]
    .join('\n\n')
    .concat('\n');
}

/**
 * The pages of docs/ by their names, and a list of them.
 * @param symptoms the symptoms with their commands, in their order
 * @param rules every rule with its title
 * @param rulePages the page of each rule, by its id
 */
function galleryPages(symptoms, rules, rulePages) {
  const list = symptoms.map(({symptom, command}) => `- [${symptom}](${pageName(symptom)}): \`${command}\``);
  const index = [
    '<!-- Written by bin/build.js. -->',
    '# What you see',
    'Each page has what procdoc says there, and what to do.',
    list.join('\n'),
  ];
  return new Map([
    ['README.md', `${index.join('\n\n')}\n`],
    ...symptoms.map(one => [pageName(one.symptom), pageText(one, rules, rulePages)]),
  ]);
}

module.exports = {galleryPages, pageName};
