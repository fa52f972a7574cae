import {trees} from './tree.ts';

/** What the page does in a browser: everything on it can be read without. */

const tree = trees();

/** Shows what a link on the page leads to: what is folded away is unfolded, and a process's row is chosen. */
function showTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at: Element | null = target; at; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true;
  tree.show(target);
  target.scrollIntoView({block: 'nearest'});
  if (target.hasAttribute('tabindex')) target.focus({preventScroll: true});
}

addEventListener('hashchange', showTarget);
// A link to where the page already is changes nothing in its address.
addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  if (link?.getAttribute('href') === location.hash) showTarget();
});
if (location.hash !== '') showTarget();

/** On paper, what proves each finding is wanted, too. */
let opened: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], .rule)')];
  for (const details of opened) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
});

/** What is in the page for programs, as a file: the browser unpacks it only when it is asked for. */
function answers(): Promise<Blob> {
  const text = document.querySelector('#answers')?.textContent ?? '';
  const bytes = Uint8Array.from(atob(text.trim()), char => char.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked, {headers: {'content-type': 'application/json'}}).blob();
}

const download = document.querySelector<HTMLButtonElement>('#download');
download?.addEventListener('click', async () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answers());
  link.download = download.dataset.name ?? 'procdoc.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});
if (download) download.hidden = !('DecompressionStream' in window);
