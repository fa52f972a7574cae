/** A function that asks on its first call and remembers: what a snapshot has seen does not change. */
export function once<T>(ask: () => T): () => T {
  let answer: {readonly value: T} | undefined;
  return () => {
    answer ??= {value: ask()};
    return answer.value;
  };
}

/** The same of a question about one thing or another: it asks once for each. */
export function onceEach<K, T>(ask: (about: K) => T): (about: K) => T {
  const answers = new Map<K, {readonly value: T}>();
  return about => {
    const answer = answers.get(about) ?? {value: ask(about)};
    answers.set(about, answer);
    return answer.value;
  };
}
