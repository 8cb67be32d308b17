/** A typed emitter: a set of listeners for each event. */

export interface Emitter<Events> {
  /** Returns what removes the listener again. */
  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void;
  emit<K extends keyof Events>(event: K, value: Events[K]): void;
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
    emit(event, value) {
      for (const listener of listeners.get(event) ?? []) listener(value as never);
    },
    has: (event) => (listeners.get(event)?.length ?? 0) > 0,
  };
}
