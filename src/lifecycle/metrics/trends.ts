/** What is older says nothing of the present rate: seconds. */
const LONGEST_SECONDS = 120;
/** Over a shorter time, one process more or less would be a rate: seconds. */
const SHORTEST_SECONDS = 5;

interface Sample {
  readonly atSeconds: number;
  readonly value: number;
}

/** How fast numbers grow, each known by a name, over the last two minutes. */
export class Trends {
  #samples = new Map<string, readonly Sample[]>();

  /**
   * Takes the numbers of this moment. A number that isn't among them is forgotten.
   * @param atSeconds of a clock that only goes forward
   */
  take(atSeconds: number, values: ReadonlyMap<string, number>): void {
    const before = this.#samples;
    this.#samples = new Map(
      [...values].map(([name, value]) => {
        const kept = (before.get(name) ?? []).filter(
          sample => atSeconds - sample.atSeconds <= LONGEST_SECONDS,
        );
        return [name, thinned([...kept, {atSeconds, value}])];
      }),
    );
  }

  /** By how much a number grows in a second, negative where it shrinks; undefined as long as that can't be told. */
  rate(name: string): number | undefined {
    const samples = this.#samples.get(name) ?? [];
    const [first, last] = [samples[0], samples.at(-1)];
    if (!first || !last || last.atSeconds - first.atSeconds < SHORTEST_SECONDS) return undefined;
    return (last.value - first.value) / (last.atSeconds - first.atSeconds);
  }
}

/** However often it is asked, a number has one sample for each of the shortest times, and the last one. */
function thinned(samples: readonly Sample[]): Sample[] {
  return samples.filter((sample, at) => {
    const earlier = samples[at - 1];
    if (!earlier || at === samples.length - 1) return true;
    return (
      Math.floor(sample.atSeconds / SHORTEST_SECONDS) !== Math.floor(earlier.atSeconds / SHORTEST_SECONDS)
    );
  });
}
