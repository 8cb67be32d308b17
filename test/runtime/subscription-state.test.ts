/** The states of a subscription: which there are, and what leads from one to the other. */

import { describe, expect, it } from "vitest";
import {
  ACTIVE,
  isAlone,
  isEstablished,
  NEW,
  proven,
  renewed,
  requested,
  type SubscriptionState,
  unanswered,
  wantedAgain,
  wantedAlone,
} from "../../templates/runtime/subscription-state.js";

const both = [false, true];
const REQUESTED = both.flatMap((established) =>
  both.flatMap((alone) =>
    both.flatMap((isProven) =>
      both.map(
        (renewLater): SubscriptionState => ({ kind: "requested", established, alone, proven: isProven, renewLater }),
      ),
    ),
  ),
);
const WANTED = both.flatMap((established) =>
  both.map((alone): SubscriptionState => ({ kind: "wanted", established, alone })),
);
const ALL: readonly SubscriptionState[] = [...WANTED, ...REQUESTED, ACTIVE];

it("a new one was never accepted, and may go together with others", () => {
  expect([isEstablished(NEW), isAlone(NEW)]).toEqual([false, false]);
});

it("one that is accepted is established, whatever happens to its connection", () => {
  expect(isEstablished(ACTIVE)).toBe(true);
  expect(isEstablished(wantedAgain(ACTIVE))).toBe(true);
  expect(isEstablished(requested(wantedAgain(ACTIVE)))).toBe(true);
});

it("an acceptance ends its being alone", () => {
  expect([isAlone(ACTIVE), isAlone(wantedAgain(ACTIVE))]).toEqual([false, false]);
});

describe.each(ALL.map((state) => [JSON.stringify(state), state] as const))("from %s", (_, state) => {
  it("asking for it, or losing the connection, keeps who has its answer and who goes alone, and nothing else", () => {
    const kept = { established: isEstablished(state), alone: isAlone(state) };
    expect(requested(state)).toEqual({ kind: "requested", ...kept, proven: false, renewLater: false });
    expect(wantedAgain(state)).toEqual({ kind: "wanted", ...kept });
  });

  it("a refusal together with others makes it go alone", () => {
    expect(wantedAlone(state)).toEqual({ kind: "wanted", established: isEstablished(state), alone: true });
  });
});

it("data proves what was asked for, and changes nothing else", () => {
  for (const state of REQUESTED)
    if (state.kind === "requested") expect(proven(state)).toEqual({ ...state, proven: true });
});

it("renewing asks again for what is accepted, later for what is not answered, and not for what will be asked for anyway", () => {
  expect(renewed(ACTIVE)).toEqual({ kind: "wanted", established: true, alone: false });
  for (const state of REQUESTED) expect(renewed(state)).toEqual({ ...state, renewLater: true });
  for (const state of WANTED) expect(renewed(state)).toBe(state);
});

it("no answer: data decides first, then whether it stood before", () => {
  for (const state of ALL)
    expect(unanswered(state), JSON.stringify(state)).toBe(
      state.kind !== "requested" ? "ignore" : state.proven ? "accept" : state.established ? "reconnect" : "refuse",
    );
});
