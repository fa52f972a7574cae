import type {Severity} from '../../rules/rule.ts';
import {html, type Markup} from './markup.ts';

/** A sign for each severity, which shows without colours, too. */
export const signs: Readonly<Record<Severity, string>> = {error: '▲', warning: '◆', info: '●'};

/** "▲ error", as a word and a sign. */
export function severityBadge(severity: Severity): Markup {
  return html`<span class="badge ${severity}"><span aria-hidden="true">${signs[severity]}</span> ${severity}</span>`;
}
