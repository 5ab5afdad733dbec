/** Open or closed: those who come to a closed one are called when it opens. */
export class Gate {
  #isOpen = true;
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#isOpen;
  }

  close(): void {
    this.#isOpen = false;
  }

  /** Calls everybody who waits, each once. */
  open(): void {
    this.#isOpen = true;
    for (const callback of this.#waiting.splice(0)) callback();
  }

  /** Calls back when the gate opens, in that moment; at once when it is open. */
  onceOpen(callback: () => void): void {
    if (this.#isOpen) callback();
    else this.#waiting.push(callback);
  }
}
