// Draws an answer of procdoc as a terminal shows it, as an SVG: made from a recording, so that it can be made again.
// Usage: node bin/terminal-svg.js RECORDING COMMAND [ARGS...] > picture.svg
const path = require('node:path');
const {answer} = require('./recorded-answer.js');

const COLUMN = 8.4;
const ROW = 19;
const MARGIN = 16;
const TITLE_BAR = 34;
const colours = {plain: '#d4d7dd', red: '#ff6b68', magenta: '#d787d7', green: '#7ec87e', prompt: '#6cb6ff'};

/** The marks that procdoc's colours switch on and off (SGR), as attributes of a piece of text. */
const marks = {
  1: {'font-weight': 'bold', fill: '#ffffff'},
  2: {'fill-opacity': '0.6'},
  22: {'font-weight': undefined, 'fill-opacity': undefined, fill: undefined},
  31: {fill: colours.red},
  32: {fill: colours.green},
  35: {fill: colours.magenta},
  39: {fill: undefined},
};

const escaped = text =>
  text.replace(/[&<>"]/g, char => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[char]);

/** A line as pieces of text with their attributes. */
function piecesOf(line) {
  let attributes = {};
  return line.split(/\x1b\[(\d+)m/).flatMap((part, at) => {
    if (at % 2 === 0) return part === '' ? [] : [{text: part, attributes}];
    attributes = {...attributes, ...marks[part]};
    return [];
  });
}

function lineText(line, row) {
  let column = 0;
  const pieces = piecesOf(line).map(({text, attributes}) => {
    const x = MARGIN + column * COLUMN;
    column += text.length;
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    const written = given.map(([name, value]) => ` ${name}="${value}"`).join('');
    return `<tspan x="${x.toFixed(1)}" textLength="${(text.length * COLUMN).toFixed(1)}"${written}>${escaped(text)}</tspan>`;
  });
  return pieces.length === 0 ? '' : `<text y="${TITLE_BAR + ROW * (row + 1)}">${pieces.join('')}</text>\n`;
}

/** The picture of a command line and of what it printed. */
function svgOf(commandLine, printed) {
  const lines = [`\x1b[2m$\x1b[22m ${commandLine}`, ...printed.trimEnd().split('\n')];
  const width = Math.round(2 * MARGIN + 80 * COLUMN);
  const height = TITLE_BAR + ROW * (lines.length + 1);
  const buttons = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, at) => `<circle cx="${MARGIN + 6 + at * 20}" cy="17" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(commandLine)}">
<rect width="100%" height="100%" rx="8" fill="#1d2026"/>
${buttons.join('')}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${colours.plain}" xml:space="preserve">
${lines.map(lineText).join('')}</g>
</svg>
`;
}

/** The picture of what procdoc says of a recording. */
function terminalSvg(recording, args) {
  return svgOf(['procdoc', ...args].join(' '), answer(recording, [...args, '--color', 'always']));
}

if (require.main === module) {
  const [file = '', ...args] = process.argv.slice(2);
  process.stdout.write(terminalSvg(path.basename(file, '.txt'), args));
}

module.exports = {terminalSvg};
