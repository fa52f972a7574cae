/** A part of the description of a command, with its own heading on a page. */
export interface DescribedSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** A line of capitals on top of a paragraph. */
const HEADING = /^([A-Z][A-Z ]+)(?:\n|$)/;

/**
 * The description of a command by sections. Paragraphs are parted by an empty line; a line of capitals begins a
 * section ("FILES"), and what comes before the first is the DESCRIPTION.
 */
export function describedSections(description: string): DescribedSection[] {
  const sections: {title: string; paragraphs: string[]}[] = [{title: 'DESCRIPTION', paragraphs: []}];
  for (const block of description.split(/\n{2,}/)) {
    const [line = '', title] = HEADING.exec(block) ?? [];
    if (title !== undefined) sections.push({title, paragraphs: []});
    const text = block.slice(line.length).trim();
    if (text !== '') sections.at(-1)?.paragraphs.push(text);
  }
  return sections.filter(({paragraphs}) => paragraphs.length > 0);
}

/** A row of a list within a paragraph: "3  something could not be seen", with two blanks after the term. */
export function listRow(line: string): {readonly term: string; readonly text: string} | undefined {
  const [, term, text] = /^(\S+) {2,}(.+)$/.exec(line) ?? [];
  return term === undefined || text === undefined ? undefined : {term, text};
}
