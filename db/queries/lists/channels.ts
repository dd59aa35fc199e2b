import type { Queryable } from "../../client";

export type ChannelRow = {
  id: number;
  code: string;
  channel: string;
  name: string;
  protocol: string;
  appId: string;
  enabled: boolean;
  createdAt: number;
  ratePerSecond: number | null;
  autoAccept: boolean | null;
  pulledUntil: number | null;
  shops: number;
  lastAt: number | null;
  recent: number;
  waitingPulls: number;
};

/** Every account with what it sent lately. Two hours of the log are read at most. */
export async function listChannels(db: Queryable): Promise<ChannelRow[]> {
  return await db<ChannelRow[]>`
    with heard as (
      select account_id, max(received_at) as last_at,
        count(*) filter (where received_at > now() - interval '5 minutes')::int as recent
      from inbox where received_at > now() - interval '2 hours' group by account_id
    )
    select a.id, a.code, a.channel, a.name, a.protocol, a.app_id as "appId", a.enabled, a.created_at as "createdAt",
      (a.config ->> 'ratePerSecond')::int as "ratePerSecond", (a.config ->> 'autoAccept')::boolean as "autoAccept",
      a.pulled_until as "pulledUntil",
      (select count(*)::int from store_mappings m where m.account_id = a.id) as shops,
      h.last_at as "lastAt", coalesce(h.recent, 0) as recent,
      (select count(*)::int from pulls p where p.account_id = a.id) as "waitingPulls"
    from channel_accounts a left join heard h on h.account_id = a.id order by a.id`;
}

export type RefusalRow = { source: string; code: string; count: number; lastAt: number };

/** What was refused at the door in the last hour. */
export async function listRefusals(db: Queryable): Promise<RefusalRow[]> {
  return await db<RefusalRow[]>`
    select source, code, sum(count)::int as count, max(minute) as "lastAt" from security_events
    where minute > now() - interval '1 hour' group by source, code order by 3 desc limit 200`;
}
