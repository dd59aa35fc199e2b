type SignInFault = "refused" | "limited" | "noRole" | "away";
/** `seconds`: how long to wait, when `limited`. */
export type SignInRefusal = { fault: SignInFault; seconds: number };

/** @returns null when signed in */
export async function signIn(email: string, password: string): Promise<SignInRefusal | null> {
  const refuse = (fault: SignInFault, seconds = 0) => ({ fault, seconds });
  try {
    const answer = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    if (answer.ok) return null;
    if (answer.status === 429) return refuse("limited", secondsIn(answer));
    if (answer.status === 403 && (await codeOf(answer)) === "NO_ROLE") return refuse("noRole");
    return refuse(answer.status >= 500 ? "away" : "refused");
  } catch {
    return refuse("away");
  }
}

/** A minute where the answer does not say, as a proxy's might not. */
const secondsIn = ({ headers }: Response): number => Number(headers.get("retry-after")) || 60;

async function codeOf(answer: Response): Promise<unknown> {
  const told: unknown = await answer.json().catch(() => null);
  return typeof told === "object" && told !== null && "code" in told ? told.code : null;
}

/** Only a path of ours: an address that leads elsewhere is not followed, but to where one begins. */
export function safeNext(next: string): string {
  const isOurs = /^\/(?![/\\])/.test(next) && !next.startsWith("/login");
  return isOurs ? next : "/";
}

export type EmailFault = "emailEmpty" | "emailWrong";

export function checkEmail(email: string): EmailFault | null {
  if (email === "") return "emailEmpty";
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : "emailWrong";
}
