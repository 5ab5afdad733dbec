import type { StoreEvent } from '../model/store-event.ts';
import type { Bus } from '../util/bus.ts';
import { unreachable } from '../util/unreachable.ts';
import type { LogStore } from './log-store.ts';
import { StoreHandle } from './store-handle.ts';

/**
 * Carries what happens on the StoreEvent bus into a store, and tells readers that there is more to read.
 *
 * Readers are woken at most once per turn of the event loop, with the names of the processes that changed, however much
 * was stored in it. A wake-up carries no lines: whoever wants them takes a snapshot when ready for it.
 */
export class StoreManager {
  /** For readers. */
  readonly handle: StoreHandle;

  readonly #store: LogStore;
  readonly #onChange: (processes: ReadonlySet<string>) => void;
  readonly #unsubscribe: () => void;
  #changed = new Set<string>();
  #wakeUp: NodeJS.Immediate | null = null;

  /** @param options.onChange called in a later turn than the events it stands for. */
  constructor(store: LogStore, events: Bus<StoreEvent>, options: StoreManagerOptions) {
    this.handle = new StoreHandle(store);
    this.#store = store;
    this.#onChange = options.onChange;
    this.#unsubscribe = events.subscribe((event) => this.#carryOut(event));
  }

  /** Stops listening; a wake-up that is due is not given any more. */
  close(): void {
    this.#unsubscribe();
    if (this.#wakeUp !== null) clearImmediate(this.#wakeUp);
    this.#wakeUp = null;
  }

  #carryOut(event: StoreEvent): void {
    switch (event.type) {
      case 'AppendLog':
        this.#store.append(event.process, event.run, event.stream, event.chunk, event.at);
        break;
      case 'StreamEnded':
        this.#store.endStream(event.process, event.run, event.stream, event.at);
        break;
      case 'ProcessExited':
        this.#store.noteRun(event.process, event.run);
        break;
      default:
        unreachable(event);
    }
    this.#changed.add(event.process);
    this.#wakeUp ??= setImmediate(() => this.#wake());
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = new Set();
    this.#wakeUp = null;
    this.#onChange(changed);
  }
}

export interface StoreManagerOptions {
  readonly onChange: (processes: ReadonlySet<string>) => void;
}
