import { execFileSync } from "node:child_process";

const SUBJECT_MAX = 72;
/** The newest commit whose subject, and whose ancestors' subjects, are older than the rule. */
const FIXED_POINT = "c584ae6";

function git(root: string, args: readonly string[]): string | null {
  try {
    const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
    return execFileSync("git", [...args], { cwd: root, encoding: "utf8", stdio });
  } catch {
    return null;
  }
}

/** What is wrong with one subject, or null. */
export function subjectComplaint(subject: string): string | null {
  const { length } = [...subject];
  return length > SUBJECT_MAX ? `${length} characters, limit ${SUBJECT_MAX}: ${subject}` : null;
}

/** Subjects since the rule was made; null where there is no git or the history is too short to hold that point. */
export function subjectsSince(root: string, point = FIXED_POINT): string[] | null {
  const said = git(root, ["log", "--no-merges", "--format=%s", `${point}..HEAD`]);
  return said === null ? null : said.split("\n").filter((line) => line !== "");
}
