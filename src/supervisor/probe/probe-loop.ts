import type { Cancel, Clock } from '../../model/clock.ts';
import type { ProbeKind, ProbeSpec } from '../../model/probe-spec.ts';
import { type AskOnce, bad, type ProbeAnswer } from './probe-answer.ts';

/** A check, and how to carry it out. */
export interface Asked {
  readonly kind: ProbeKind;
  readonly ask: AskOnce;
}

/** What one check of one probe said. */
export type KindAnswer = ProbeAnswer & { readonly kind: ProbeKind };

export interface ProbeLoopOptions {
  readonly spec: ProbeSpec;
  readonly checks: readonly Asked[];
  readonly clock: Clock;
  readonly onAnswer: (answer: KindAnswer) => void;
  /** `successes` good probes: called once for as long as no failure follows. */
  readonly onSuccess: () => void;
  /** `failures` bad probes; `answer` is the last bad one. Called once for as long as no success follows. */
  readonly onFailure: (answer: KindAnswer) => void;
}

/**
 * Probes again and again, one probe at a time, until it is closed. A probe is good when every check of it is. Good and
 * bad ones are counted: `successes` good ones are a success, `failures` bad ones a failure. They need not follow each
 * other directly: only `failures` bad ones in a row take back the good ones before them, and only `successes` good ones
 * in a row the bad ones. One that could not be asked counts as neither.
 */
export class ProbeLoop {
  readonly #options: ProbeLoopOptions;
  #cancel: Cancel;
  #ending = new AbortController();
  #waiting = true;
  #goodOnes = 0;
  #goodInARow = 0;
  #badOnes = 0;
  #badInARow = 0;
  /** What has been reported last. */
  #verdict: 'good' | 'bad' | null = null;
  #closed = false;

  constructor(options: ProbeLoopOptions) {
    this.#options = options;
    this.#cancel = options.clock.schedule(options.spec.initialDelayMs, () => this.#probe());
  }

  /** Something has changed that a check looks at: probes now rather than after the period. */
  hurry(): void {
    if (!this.#waiting || this.#closed) return;
    this.#cancel();
    this.#probe();
  }

  /** Ends it, and what is under way. Nobody is called back any more. */
  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#ending.abort();
  }

  #probe(): void {
    const { clock, checks, spec } = this.#options;
    const began = clock.now();
    this.#waiting = false;
    void Promise.all(checks.map((check) => this.#askInTime(check))).then((answers) => {
      if (this.#closed) return;
      const bad = answers.find(({ ok, isUnasked }) => !ok && !isUnasked) ?? null;
      if (bad !== null || answers.every(({ ok }) => ok)) this.#count(bad);
      if (this.#closed) return;
      this.#waiting = true;
      this.#cancel = clock.schedule(began + spec.periodMs - clock.now(), () => this.#probe());
    });
  }

  async #askInTime({ kind, ask }: Asked): Promise<KindAnswer> {
    const { clock, spec, onAnswer } = this.#options;
    const giveUp = new AbortController();
    const end = () => giveUp.abort();
    this.#ending.signal.addEventListener('abort', end, { once: true });
    let late = false;
    const cancel = clock.schedule(spec.timeoutMs, () => {
      late = true;
      end();
    });
    const said = await ask(giveUp.signal);
    cancel();
    this.#ending.signal.removeEventListener('abort', end);
    const answer = { kind, ...(late ? bad(`no answer within ${spec.timeoutMs} ms`) : said) };
    if (!this.#closed) onAnswer(answer);
    return answer;
  }

  #count(badAnswer: KindAnswer | null): void {
    const { spec, onSuccess, onFailure } = this.#options;
    if (badAnswer === null) {
      this.#goodOnes++;
      this.#goodInARow++;
      this.#badInARow = 0;
      if (this.#goodInARow >= spec.successes) this.#badOnes = 0;
      if (this.#goodOnes < spec.successes || this.#verdict === 'good') return;
      this.#verdict = 'good';
      onSuccess();
      return;
    }
    this.#badOnes++;
    this.#badInARow++;
    this.#goodInARow = 0;
    if (this.#badInARow >= spec.failures) this.#goodOnes = 0;
    if (this.#badOnes < spec.failures || this.#verdict === 'bad') return;
    this.#verdict = 'bad';
    onFailure(badAnswer);
  }
}
