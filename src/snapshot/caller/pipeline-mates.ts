import {orUndefined} from '../../kernel/read.ts';
import {type Adoptions, isOrphaned} from '../families/adoption.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * The processes that are in one pipeline with procdoc or its callers, such as `tee` behind them: they exit when what
 * they read, or who reads them, does. A command in the background of that shell shares the output, and is in no pipeline.
 * Neither is an orphan that reads nothing of it: the command that left it behind has exited.
 * @param line procdoc and its callers, below who waits for them
 */
export function pipelineMates(
  snapshot: Snapshot,
  line: readonly Process[],
  adoptions: Adoptions,
): ReadonlySet<Process> {
  const [observer] = line;
  const met = new Set(line);
  const group = snapshot
    .others()
    .filter(({stat}) => stat.pgid === observer?.stat.pgid)
    .map(process => ({process, ends: endsOf(process)}));
  const own = line.map(endsOf);
  const inputs = new Set(own.flatMap(({input}) => input ?? []));
  const outputs = new Set(own.flatMap(ends => ends.outputs));
  for (let before = -1; before !== met.size; ) {
    before = met.size;
    for (const {process, ends} of group) {
      const isNext = ends.input !== undefined && outputs.has(ends.input);
      const isBefore = () =>
        ends.outputs.some(link => inputs.has(link)) && !isOrphaned(adoptions.of(process));
      if (met.has(process) || (!isNext && !isBefore())) continue;
      met.add(process);
      if (ends.input !== undefined) inputs.add(ends.input);
      for (const link of ends.outputs) outputs.add(link);
    }
  }
  return new Set([...met].slice(line.length));
}

/** The pipes that a process has as its standard input and as its standard output. */
function endsOf(process: Process): {input: string | undefined; outputs: readonly string[]} {
  const pipes = (orUndefined(process.descriptors()) ?? []).flatMap(one => {
    const link = orUndefined(one.target());
    return link?.startsWith('pipe:[') ? [{fd: one.fd, link}] : [];
  });
  return {
    input: pipes.find(({fd}) => fd === 0)?.link,
    outputs: pipes.flatMap(({fd, link}) => (fd === 1 ? link : [])),
  };
}
