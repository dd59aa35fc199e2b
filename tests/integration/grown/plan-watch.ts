import { z } from "zod";
import { type Db, openDb } from "@/db/client";
import type { TestDatabase } from "../database";

/** One table as one statement went through it. */
export type Walk = {
  statement: string;
  table: string;
  how: string;
  /** Rows looked at, whether they were wanted or not. */
  rows: number;
};

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Index Name"?: string | undefined;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number | undefined;
  "Rows Removed by Index Recheck"?: number | undefined;
  Plans?: PlanNode[] | undefined;
};
const Node: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    "Index Name": z.string().optional(),
    "Actual Rows": z.number(),
    "Actual Loops": z.number(),
    "Rows Removed by Filter": z.number().optional(),
    "Rows Removed by Index Recheck": z.number().optional(),
    Plans: z.array(Node).optional(),
  }),
);
const Told = z.object({ "Query Text": z.string(), Plan: Node });

export type PlanWatch = {
  /** The same database; what it is asked is explained by the server as it was really done. */
  db: Db;
  /** What was walked through since the last time. */
  take: () => Walk[];
};

/**
 * A pool whose every statement the server explains: the plan that was really taken for the values really given, in
 * transactions as well. One connection, so that the server knows a statement that comes again and may plan it for any values.
 */
export async function watchPlans({ db, url }: TestDatabase): Promise<PlanWatch> {
  const name = new URL(url).pathname.slice(1);
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_format": "json",
    client_min_messages: "log",
  };
  for (const [key, value] of Object.entries(settings))
    await db.unsafe(`alter database ${name} set ${key} = '${value}'`);
  let walks: Walk[] = [];
  const onNotice = (message: string): void => {
    const json = message.indexOf("{");
    if (!message.includes("plan:") || json < 0) return;
    const told = Told.parse(JSON.parse(message.slice(json)));
    collect(told.Plan, told["Query Text"].replace(/\s+/g, " ").trim(), walks);
  };
  return {
    db: openDb(url, { max: 1, name: "watched", onNotice }),
    take: () => {
      const taken = walks;
      walks = [];
      return taken;
    },
  };
}

function collect(node: PlanNode, statement: string, into: Walk[]): void {
  const table = node["Relation Name"];
  if (table) {
    const looked =
      node["Actual Rows"] +
      (node["Rows Removed by Filter"] ?? 0) +
      (node["Rows Removed by Index Recheck"] ?? 0);
    const how = [node["Node Type"], node["Index Name"]].filter(Boolean).join(" ");
    into.push({ statement, table, how, rows: Math.round(looked * node["Actual Loops"]) });
  }
  for (const child of node.Plans ?? []) collect(child, statement, into);
}
