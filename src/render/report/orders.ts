import {orderPieces} from '../labelled.ts';
import {html, type Markup, prose} from './markup.ts';

/** A command line to type, in a box of its own. */
export function commandBox(command: string): Markup {
  return html`<pre class="command"><code>${command}</code></pre>`;
}

/** What to do: prose, and the commands in it each in a box. */
export function orderMarkup(order: string): Markup[] {
  return orderPieces(order).flatMap(({prose: text, command}) => [
    ...(text === '' ? [] : [html`<p>${prose(text)}</p>`]),
    ...(command === undefined ? [] : [commandBox(command)]),
  ]);
}
