/** A request at the platforms' port, read whole. */
export type Arrival = {
  method: string;
  path: string;
  /** With its "?", as sent; "" without a query. */
  search: string;
  /** Scheme, host and port that the caller used: what 美团 signs over. */
  origin: string;
  header: (name: string) => string;
  body: string;
};

export type Answer = { status: number; text: string; headers?: Record<string, string> };

/** What is to be done about a request. */
export type Task = {
  answer: () => Answer;
  /** Set for calls that tell or list stock and prices: these go through the weather. */
  figures?: {
    account: string;
    /** No longer than so many milliseconds after its arrival may it still take effect; Infinity where versions are compared. */
    settleMs: number;
    /** False when it comes too soon after too many; asked once, at the door, however often the call then takes effect. */
    mayCall: () => boolean;
    /** The platform's own words for too many calls. */
    throttled: () => Answer;
  };
};

/** One of those who work at the port. @returns null when the address is somebody else's */
export type Desk = (arrival: Arrival) => Task | null;

export const jsonAnswer = (text: string, status = 200): Answer => ({ status, text });

/** Query and form together, as platforms read them. */
export function paramsOf(arrival: Arrival): Record<string, string> {
  return Object.fromEntries([
    ...new URLSearchParams(arrival.search),
    ...new URLSearchParams(arrival.body),
  ]);
}
