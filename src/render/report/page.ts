import {script, scriptHash, style, styleHash} from 'procdoc:report-assets';
import {UNPACKED_ANSWERS} from '../../rules/commands/printed-commands.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {summaryText} from '../diagnose/text.ts';
import {counted} from '../page.ts';
import type {Block} from '../rule-page/blocks.ts';
import {jsonText} from '../safe-text.ts';
import {plainStyle} from '../style.ts';
import {answersInside} from './answers-inside.ts';
import {cardsMarkup} from './cards.ts';
import {heldDrawing, locksDrawing, waitsDrawing} from './drawings.ts';
import {findingsMarkup} from './findings.ts';
import {foundByProcess} from './found-processes.ts';
import {machineMarkup, timeText} from './machine.ts';
import {html, Markup, packed} from './markup.ts';
import type {Report} from './report.ts';
import {gravityOf, headSentence} from './sentence.ts';
import {pidsIn, treesMarkup} from './tree.ts';
import {unseenMarkup} from './unseen.ts';
import {zombiesMarkup} from './zombies.ts';

/** What the page may do: run its own script, show its own style, and nothing else. It asks nobody for anything. */
const POLICY = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;

/** A part of the page, under a heading. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/** The page, whole: one file that needs no other. */
export async function reportPage(
  report: Report,
  blocksOf: (rule: string) => readonly Block[],
): Promise<string> {
  const {origin, facts, diagnosis} = report;
  const sentence = headSentence(diagnosis);
  const sections = await sectionsOf(report, blocksOf);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="procdoc ${origin.version}">
<title>${origin.host}: ${sentence}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to what was found</a>
<header class="${gravityOf(diagnosis)}">
<p class="place">${origin.host} · ${timeText(facts.takenAtMs)}</p>
<h1>${sentence}</h1>
<p class="sum">${checkedText(diagnosis)}</p>
<nav aria-label="Parts of this page"><ul>${sections.map(
    ({id, title}) => html`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>
</header>
<main>
${sections.map(
  ({
    id,
    title,
    content,
  }) => html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2>
${content}
</section>
`,
)}</main>
<script type="application/gzip" id="answers">${packed(jsonText(answersInside(report)))}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** "2 errors · 53 rules, 119 processes checked". */
function checkedText({findings, asked, lookedAt}: Diagnosis): string {
  const found = summaryText(findings, plainStyle);
  const checked = `${counted(asked.length, 'rule')}, ${counted(lookedAt, 'process', 'processes')} checked`;
  return [found, checked].filter(text => text !== '').join(' · ');
}

async function sectionsOf(report: Report, blocksOf: (rule: string) => readonly Block[]): Promise<Section[]> {
  const {snapshot, origin, facts, diagnosis, zombies, families, cards, remarks} = report;
  const found = foundByProcess(diagnosis.findings);
  const known = {found, asked: new Set(cards.map(({card}) => card.process.pid))};
  const shown = new Set(families.flatMap(pidsIn));
  const unseen = {remarks, unreadable: snapshot.ledger.unreadable, skipped: diagnosis.skipped};
  return [
    {id: 'findings', title: 'Findings', content: findingsMarkup(report, blocksOf, shown)},
    ...(cards.length > 0
      ? [{id: 'asked', title: 'What was asked about', content: cardsMarkup(cards, shown)}]
      : []),
    {id: 'waiting', title: 'Who waits for whom', content: await waitsDrawing(report, known)},
    {
      id: 'holding',
      title: 'Who holds what',
      content: html`${await locksDrawing(report, known)}${await heldDrawing(report, known)}`,
    },
    {id: 'zombies', title: 'Zombies', content: zombiesMarkup(zombies, shown)},
    {id: 'processes', title: 'Processes', content: treesMarkup(families, found)},
    {id: 'machine', title: 'The machine', content: machineMarkup(facts, origin)},
    {id: 'unseen', title: 'What could not be seen', content: unseenMarkup(unseen)},
    {id: 'json', title: 'For programs', content: forPrograms(origin.host, cards.length > 0)},
  ];
}

function forPrograms(host: string, hasCards: boolean): Markup {
  const more = hasCards ? html`, <code>tree</code> and <code>inspect</code>` : html` and <code>tree</code>`;
  return html`<p>This page holds the answers of <code>procdoc diagnose</code>, <code>zombies</code>${more}, as <code>--json</code> prints them. They are in the element <code>script#answers</code>, as gzip in base64: <code>${UNPACKED_ANSWERS}</code> prints them.</p>
<p><button type="button" id="download" data-name="procdoc-${host.replaceAll(/[^\w.-]/g, '_')}.json" hidden>Download them as JSON</button></p>`;
}
