/** A function that asks on its first call and remembers: what a snapshot has seen does not change. */
export function once<T>(ask: () => T): () => T {
  let answer: {readonly value: T} | undefined;
  return () => {
    answer ??= {value: ask()};
    return answer.value;
  };
}

/** A function that asks once about each thing. It keeps the things as long as it lives itself. */
export function onceEach<K, T>(ask: (about: K) => T): (about: K) => T {
  const answers = new Map<K, {readonly value: T}>();
  return about => {
    const known = answers.get(about);
    if (known) return known.value;
    const value = ask(about);
    answers.set(about, {value});
    return value;
  };
}

/**
 * A function that asks once about each object, and keeps none of them alive: for what a topic knows of a snapshot or
 * a process, which need not know the topic.
 */
export function oncePer<K extends object, T>(ask: (about: K) => T): (about: K) => T {
  const answers = new WeakMap<K, {readonly value: T}>();
  return about => {
    const known = answers.get(about);
    if (known) return known.value;
    const value = ask(about);
    answers.set(about, {value});
    return value;
  };
}
