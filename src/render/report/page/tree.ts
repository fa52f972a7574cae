/** A row of a tree of processes, and what is above it. */
interface Row {
  readonly element: HTMLElement;
  readonly level: number;
  readonly parent: Row | undefined;
  readonly rules: readonly string[];
  /** What is searched, in small letters. */
  readonly text: string;
}

/** So many rows are shown unfolded; of a larger tree, what leads to a finding. */
const UNFOLDED = 100;
/** How long to wait for another letter, in milliseconds. */
const TYPING_MS = 120;

/** The trees of the page: folding, searching and filtering them, by mouse and by keyboard. */
export function trees(): {readonly show: (target: Element) => void} {
  const rows = [...document.querySelectorAll<HTMLElement>('.tree')].flatMap(rowsOf);
  const byElement = new Map(rows.map(row => [row.element, row]));
  const chunks = [...document.querySelectorAll<HTMLElement>('.chunk')];
  const folded = new Set<Row>();
  const search = document.querySelector<HTMLInputElement>('#search');
  const filter = document.querySelector<HTMLSelectElement>('#filter');
  const matches = document.querySelector<HTMLOutputElement>('#matches');
  let current = rows[0];
  /** The rows that are asked for, as they were drawn last; undefined: all are. */
  let wanted: Set<Row> | undefined;

  const isParent = ({element}: Row) => element.hasAttribute('aria-expanded');
  const parents = rows.filter(isParent);

  /** The rows that are asked for by words and by finding; undefined: all are. */
  function asked(): Set<Row> | undefined {
    const words = (search?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const rule = filter?.value ?? '';
    if (words.length === 0 && rule === '') return undefined;
    const hasRule = ({rules}: Row) => rule === '' || (rule === '*' ? rules.length > 0 : rules.includes(rule));
    return new Set(rows.filter(row => hasRule(row) && words.every(word => row.text.includes(word))));
  }

  /** Hides what is folded away, or not asked for: what leads to a row that is asked for stays, faint. */
  function draw(): void {
    wanted = asked();
    const leading = new Set<Row>();
    for (const row of wanted ?? [])
      for (let at = row.parent; at && !leading.has(at); at = at.parent) leading.add(at);
    const hidden = new Set<Row>();
    for (const row of rows) {
      const {element, parent} = row;
      const isHidden = wanted
        ? !wanted.has(row) && !leading.has(row)
        : parent !== undefined && (folded.has(parent) || hidden.has(parent));
      if (isHidden) hidden.add(row);
      element.hidden = isHidden;
      element.classList.toggle('leading', wanted !== undefined && !wanted.has(row));
    }
    for (const row of parents)
      row.element.setAttribute('aria-expanded', `${wanted ? leading.has(row) : !folded.has(row)}`);
    for (const chunk of chunks) {
      const shown = [...chunk.children].filter(row => !(row as HTMLElement).hidden).length;
      chunk.hidden = shown === 0;
      chunk.style.containIntrinsicBlockSize = `auto ${shown * 1.75}rem`;
    }
    if (matches) matches.value = wanted ? `${wanted.size} of ${rows.length} match` : '';
    if (current?.element.hidden) choose(rows.find(({element}) => !element.hidden));
  }

  /** Lets a row be the one that the Tab key leads to. */
  function choose(row: Row | undefined): void {
    if (current) current.element.tabIndex = -1;
    current = row ?? current;
    if (current) current.element.tabIndex = 0;
  }

  function go(row: Row | undefined): void {
    if (!row) return;
    choose(row);
    row.element.focus();
  }

  /** Whether what is below a row is folded away: nothing is, while rows are asked for. */
  const isFolded = (row: Row) => !wanted && folded.has(row);

  function setFolded(row: Row, toFold: boolean): void {
    if (!isParent(row) || wanted) return;
    if (toFold) folded.add(row);
    else folded.delete(row);
    draw();
  }

  /** The next row in sight in a direction. */
  function beside(row: Row, step: 1 | -1): Row | undefined {
    let at = rows.indexOf(row) + step;
    while (rows[at]?.element.hidden) at += step;
    return rows[at];
  }

  function foldAll(): void {
    for (const row of parents) folded.add(row);
    for (const row of rows)
      if (row.rules.length > 0) for (let at = row.parent; at; at = at.parent) folded.delete(at);
    for (const row of rows) if (row.level === 1) folded.delete(row);
  }

  const keys: Readonly<Record<string, (row: Row) => void>> = {
    ArrowDown: row => go(beside(row, 1)),
    ArrowUp: row => go(beside(row, -1)),
    Home: () => go(rows.find(({element}) => !element.hidden)),
    End: () => go(rows.findLast(({element}) => !element.hidden)),
    ArrowRight: row => (isFolded(row) ? setFolded(row, false) : isParent(row) && go(beside(row, 1))),
    ArrowLeft: row => (isParent(row) && !wanted && !folded.has(row) ? setFolded(row, true) : go(row.parent)),
    ' ': row => setFolded(row, !folded.has(row)),
    Enter: row => row.element.querySelector('a')?.click(),
  };

  for (const element of document.querySelectorAll<HTMLElement>('.tree')) {
    element.addEventListener('keydown', event => {
      const row = byElement.get(event.target as HTMLElement);
      const act = keys[event.key];
      if (!row || !act || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act(row);
    });
    element.addEventListener('click', event => {
      const target = event.target as Element;
      const row = byElement.get(target.closest<HTMLElement>('.row') as HTMLElement);
      if (!row || target.closest('a') || getSelection()?.isCollapsed === false) return;
      choose(row);
      setFolded(row, !folded.has(row));
    });
  }

  let typing: number | undefined;
  search?.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(draw, TYPING_MS);
  });
  filter?.addEventListener('change', draw);
  document.querySelector('#fold')?.addEventListener('click', () => {
    foldAll();
    draw();
  });
  document.querySelector('#unfold')?.addEventListener('click', () => {
    folded.clear();
    draw();
  });

  const tools = document.querySelector<HTMLElement>('.tools');
  if (tools) tools.hidden = false;
  if (rows.length > UNFOLDED) foldAll();
  draw();
  choose(current);

  return {
    show(target) {
      const row = byElement.get(target as HTMLElement);
      if (!row) return;
      if (wanted && !wanted.has(row)) {
        if (search) search.value = '';
        if (filter) filter.value = '';
      }
      for (let at = row.parent; at; at = at.parent) folded.delete(at);
      draw();
      choose(row);
    },
  };
}

function rowsOf(tree: HTMLElement): Row[] {
  const above: Row[] = [];
  return [...tree.querySelectorAll<HTMLElement>('.row')].map(element => {
    const level = Number(element.getAttribute('aria-level'));
    const row: Row = {
      element,
      level,
      parent: above[level - 2],
      rules: (element.dataset.rules ?? '').split(' ').filter(Boolean),
      text: (element.textContent ?? '').toLowerCase(),
    };
    above.length = level - 1;
    above.push(row);
    return row;
  });
}
