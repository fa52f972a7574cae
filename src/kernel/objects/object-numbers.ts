/** A number for each pair of numbers that is asked for: equal pairs have equal numbers. */
export class ObjectNumbers {
  readonly #numbers = new Map<number, Map<number, number>>();
  #count = 0;

  of(first: number, second: number): number {
    let ofFirst = this.#numbers.get(first);
    if (!ofFirst) {
      ofFirst = new Map();
      this.#numbers.set(first, ofFirst);
    }
    let number = ofFirst.get(second);
    if (number === undefined) {
      number = this.#count;
      this.#count += 1;
      ofFirst.set(second, number);
    }
    return number;
  }
}
