/** What is typed into the rule's form. */
export type RuleDraft = { share: string; cap: string; riskBps: number; rank: string };
export type RuleFault = "wrongShare" | "wrongCap" | "wrongRank";

type Rule = { shareBps: number; cap: number | null; riskBps: number; rank: number };

/** The rule that a form describes, with what is wrong by field. */
export function readRule(draft: RuleDraft): {
  rule: Rule | null;
  faults: { share: RuleFault | null; cap: RuleFault | null; rank: RuleFault | null };
} {
  const percent = /^\d{1,3}(\.\d{1,2})?$/.test(draft.share.trim()) ? Number(draft.share) : -1;
  const capText = draft.cap.trim();
  const cap = capText === "" ? null : /^\d{1,6}$/.test(capText) ? Number(capText) : -1;
  const rank = /^\d{1,2}$/.test(draft.rank.trim()) ? Number(draft.rank) : -1;
  const faults = {
    share: percent < 0 || percent > 100 ? ("wrongShare" as const) : null,
    cap: cap !== null && cap < 0 ? ("wrongCap" as const) : null,
    rank: rank < 0 ? ("wrongRank" as const) : null,
  };
  const isRight = Object.values(faults).every((fault) => fault === null);
  const shareBps = Math.round(percent * 100);
  return { rule: isRight ? { shareBps, cap, riskBps: draft.riskBps, rank } : null, faults };
}
