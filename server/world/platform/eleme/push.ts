import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import { FORM, type WireRequest } from "@/server/world/wire/request";
import { seconds } from "@/server/world/wire/shanghai-time";

type ElemeSigner = { source: string; secret: string };
type ElemeEnvelope = {
  cmd: string;
  /** JSON text, exactly as it will be sent. */
  body: string;
  ticket: string;
  nowMs: number;
};

/** The signed envelope of 饿了么零售, as fields. @source docs/domain/channels.md#eleme-pushes */
export function elemeFields(
  envelope: ElemeEnvelope,
  signer: ElemeSigner,
): Record<string, string> & { sign: string } {
  const fields = {
    body: envelope.body,
    cmd: envelope.cmd,
    encrypt: "",
    source: signer.source,
    ticket: envelope.ticket,
    timestamp: String(seconds(envelope.nowMs)),
    version: "3",
  };
  return { ...fields, sign: elemeSign(fields, signer.secret) };
}

/** A push on the wire. */
export function encodeElemePush(envelope: ElemeEnvelope, signer: ElemeSigner): WireRequest {
  const form = new URLSearchParams(elemeFields(envelope, signer)).toString();
  return {
    method: "POST",
    path: "/callback/eleme",
    headers: {},
    contentType: FORM,
    body: Buffer.from(form),
  };
}

/**
 * Whether an answer is 饿了么's own acknowledgement: signed by us, errno 0.
 *
 * The body may come as text, or as an object whose exact text was signed; both were seen.
 */
export function isElemeAck(text: string, secret: string): boolean {
  const answer = parseRecord(text);
  if (answer === null || typeof answer.sign !== "string") return false;
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(answer)) {
    fields[key] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  if (elemeSign(fields, secret) !== answer.sign) return false;
  return parseRecord(fields.body ?? "")?.errno === 0;
}

function parseRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
