/** A function that asks on its first call and remembers: what a snapshot has seen does not change. */
export function once<T>(ask: () => T): () => T {
  let answer: {readonly value: T} | undefined;
  return () => {
    answer ??= {value: ask()};
    return answer.value;
  };
}
