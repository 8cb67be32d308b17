/** A typed emitter: a set of listeners for each event. */

/** Runs a function of the user's; what it throws is the caller's affair no more. */
export type Call = <T>(handler: (value: T) => void, value: T) => void;

export interface Emitter<Events> {
  /** Returns what removes the listener again. */
  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void;
  /** Each listener is called by itself, so that one that throws does not silence the others. */
  emit<K extends keyof Events>(event: K, value: Events[K], call: Call): void;
  has(event: keyof Events): boolean;
}

export function createEmitter<Events>(): Emitter<Events> {
  // Replaced and not changed, so that a listener may add and remove others while an event runs.
  const listeners = new Map<keyof Events, readonly ((value: never) => void)[]>();
  return {
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      return () => {
        listeners.set(
          event,
          (listeners.get(event) ?? []).filter((other) => other !== listener),
        );
      };
    },
    emit(event, value, call) {
      for (const listener of listeners.get(event) ?? []) call(listener, value as never);
    },
    has: (event) => (listeners.get(event)?.length ?? 0) > 0,
  };
}
