import {named} from '../../rules/words/named.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import type {Process} from '../../snapshot/process.ts';
import {printable} from '../safe-text.ts';
import {type GraphEdge, type GraphNode, type Mark, processId} from './graph.ts';

/** The node of a process in a drawing of what processes have. */
export function holderNode(process: Process, mark?: Mark): GraphNode {
  return {id: processId(process.pid), lines: [printable(named(process))], kind: 'process', mark};
}

/** The node of something that processes have, by its number in the drawing. */
export function objectNode(at: number, lines: readonly string[], mark?: Mark): GraphNode {
  return {id: `o${at}`, lines: lines.map(printable), kind: 'object', mark};
}

/** That a process has something open: "fd 3 (w)". */
export function openEdge({process, descriptor}: OpenFile, object: string): GraphEdge {
  const mode = descriptor.accessMode();
  return {
    from: processId(process.pid),
    to: object,
    label: `fd ${descriptor.fd}${mode === undefined ? '' : ` (${mode})`}`,
  };
}
