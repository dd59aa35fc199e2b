import type { ChannelRow, RefusalRow } from "@/db/queries/lists/channels";

type ChannelCard = ChannelRow & {
  refused: { code: string; count: number }[];
  takesFiles: boolean;
};

type ChannelCards = {
  accounts: ChannelCard[];
  /** Refused under a name that is none of ours. */
  strangers: { source: string; code: string; count: number }[];
};

/**
 * Accounts with what was refused in their name. A sender signs as our account code, its platform id, or `protocol:id`.
 */
export function toChannels(
  rows: readonly ChannelRow[],
  refusals: readonly RefusalRow[],
  capabilitiesOf: (row: ChannelRow) => { takesFiles: boolean },
): ChannelCards {
  const accounts = rows.map((row) => {
    const names = [row.code, row.appId, `${row.protocol}:${row.appId}`];
    const mine = refusals.filter((r) => names.includes(r.source));
    const { takesFiles } = capabilitiesOf(row);
    return { ...row, takesFiles, refused: mine.map(({ code, count }) => ({ code, count })) };
  });
  const known = new Set(rows.flatMap((r) => [r.code, r.appId, `${r.protocol}:${r.appId}`]));
  return {
    accounts,
    strangers: refusals
      .filter((r) => !known.has(r.source))
      .map(({ source, code, count }) => ({ source, code, count })),
  };
}
