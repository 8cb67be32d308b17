/** Where a subscription stands on its connection, and how that changes. */

export type SubscriptionState = Wanted | Requested | Active;

/** To be asked for as soon as the connection is ready. */
export interface Wanted {
  readonly kind: "wanted";
  /** The exchange accepted it before: who asked for it has the answer. */
  readonly established: boolean;
  /** A request for several was refused, and nobody knows whose fault it was: it gets a request of its own. */
  readonly alone: boolean;
}

/** Asked for on this connection, and not answered. */
export interface Requested {
  readonly kind: "requested";
  readonly established: boolean;
  readonly alone: boolean;
  /** Data of it came: it stands, whatever becomes of the answer. */
  readonly proven: boolean;
  /** It is to be asked for anew as soon as it is answered. */
  readonly renewLater: boolean;
}

/** Accepted on this connection. */
export interface Active {
  readonly kind: "active";
}

export const NEW: Wanted = { kind: "wanted", established: false, alone: false };
export const ACTIVE: Active = { kind: "active" };

export const isEstablished = (state: SubscriptionState): boolean => state.kind === "active" || state.established;

export const isAlone = (state: SubscriptionState): boolean => state.kind !== "active" && state.alone;

export const requested = (state: SubscriptionState): Requested => ({
  kind: "requested",
  established: isEstablished(state),
  alone: isAlone(state),
  proven: false,
  renewLater: false,
});

/** Without an answer: the connection is gone, and with it what data proved on it. Another one brings another snapshot. */
export const wantedAgain = (state: SubscriptionState): Wanted => ({
  kind: "wanted",
  established: isEstablished(state),
  alone: isAlone(state),
});

/** Its request was refused, which may have been the fault of another in it. */
export const wantedAlone = (state: SubscriptionState): Wanted => ({ ...wantedAgain(state), alone: true });

/** Data came that belongs to it. */
export const proven = (state: Requested): Requested => ({ ...state, proven: true });

/** Somebody needs another snapshot. What is wanted anyway gets one. */
export function renewed(state: SubscriptionState): SubscriptionState {
  switch (state.kind) {
    case "wanted":
      return state;
    case "requested":
      return { ...state, renewLater: true };
    case "active":
      return wantedAgain(state);
  }
}

/** What a request without an answer means for a subscription of it. */
export type Unanswered =
  /** Data came: it stands. */
  | "accept"
  /** It stood before: rather than lose it, the client tries another connection. */
  | "reconnect"
  | "refuse"
  /** It was answered or given up meanwhile. */
  | "ignore";

export function unanswered(state: SubscriptionState): Unanswered {
  if (state.kind !== "requested") return "ignore";
  if (state.proven) return "accept";
  return state.established ? "reconnect" : "refuse";
}
