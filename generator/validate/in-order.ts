/** Settles results in the order in which their work was begun, whichever is done first. */

export interface InOrder {
  /** `work`: begun already. Waits until there is room for more. */
  add<Result>(work: Promise<Result>, settle: (result: Result) => Promise<void> | void): Promise<void>;
  /** Settles behind everything that was added so far. */
  addEnd(settle: () => void): Promise<void>;
  /** Waits until everything is settled. */
  finish(): Promise<void>;
  /** Waits until nothing is worked on any more; settles nothing. */
  abandon(): Promise<void>;
}

/** `ahead`: how many may be worked on or wait for their turn. */
export function createInOrder(ahead: number): InOrder {
  const waiting: { readonly work: Promise<unknown>; readonly settle: () => Promise<void>; readonly isEnd: boolean }[] =
    [];
  let working = 0;
  const settleNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (!next) return;
    if (!next.isEnd) working -= 1;
    await next.settle();
  };
  const makeRoom = async (): Promise<void> => {
    while (working >= ahead || waiting[0]?.isEnd === true) await settleNext();
  };
  return {
    async add(work, settle) {
      // A failure is our own bug and comes out where the result is awaited.
      work.catch(() => {});
      waiting.push({ work, settle: async () => settle(await work), isEnd: false });
      working += 1;
      await makeRoom();
    },
    async addEnd(settle) {
      waiting.push({ work: Promise.resolve(), settle: async () => settle(), isEnd: true });
      await makeRoom();
    },
    async finish() {
      while (waiting.length > 0) await settleNext();
    },
    async abandon() {
      await Promise.allSettled(waiting.map(({ work }) => work));
    },
  };
}
