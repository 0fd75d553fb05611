import { TacosError } from '../errors.ts';
import type { Host } from './host.ts';

/** Listens for Ctrl-C and SIGTERM: the first asks for an end, the second makes one. */
export class StopSignal {
  /** Of the first signal; undefined until there is one. */
  code: 130 | 143 | undefined;
  private readonly second: Promise<never>;
  private readonly stopListening: () => void;

  constructor(host: Host) {
    let kill: (error: Error) => void = () => {};
    this.second = new Promise((_, reject) => {
      kill = reject;
    });
    this.second.catch(() => {});
    this.stopListening = host.onStop((code) => {
      if (this.code !== undefined) kill(endedTwice(code));
      this.code ??= code;
    });
  }

  /** Returns what a promise comes to. @throws TacosError `stopped` with the second signal */
  unlessTwice<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.second]);
  }

  end(): void {
    this.stopListening();
  }
}

function endedTwice(code: 130 | 143): TacosError {
  const hint = 'the first Ctrl-C keeps what there is; a second one ends at once';
  return new TacosError('stopped', 'ended before anything was finished; nothing was written', code, hint);
}
