import { type Answer, type Arrival, type Desk, jsonAnswer } from "../desk";
import type { FigureDesk } from "../figure-desk";
import {
  type ElemeBody,
  type ElemeReply,
  type ElemeSigner,
  elemeThrottled,
  parseBody,
  sealed,
  whyNotLetIn,
  wrong,
} from "./door";
import { ELEME_FIGURE_CMDS } from "./figures";

/** 饿了么 at an address: stock and prices by itself, everything else by `other`. */
export function elemeDesk(options: {
  path: string;
  signer: ElemeSigner;
  figures: FigureDesk;
  /** @returns null for a command that there is not */
  other?: (cmd: string, body: ElemeBody) => ElemeReply | null;
  isDown?: () => boolean;
}): Desk {
  const { signer, figures } = options;
  return (arrival) => {
    if (arrival.path !== options.path) return null;
    if (options.isDown?.()) return { answer: () => ({ status: 503, text: "" }) };
    const fields = fieldsOf(arrival);
    const cmd = fields.cmd ?? "";
    const tell = Object.hasOwn(ELEME_FIGURE_CMDS, cmd) ? ELEME_FIGURE_CMDS[cmd] : undefined;
    const reply = (): ElemeReply => {
      const refused = whyNotLetIn(signer, fields);
      if (refused) return refused;
      const body = parseBody(fields.body ?? "");
      if (body === null) return wrong(20_103, "body不是JSON");
      if (tell) return tell(figures, body);
      return options.other?.(cmd, body) ?? wrong(20_102, `cmd不存在: ${cmd}`);
    };
    const answer = (): Answer => jsonAnswer(sealed(signer, fields, reply()));
    const { account, settleMs } = figures;
    const throttled = () => jsonAnswer(sealed(signer, fields, elemeThrottled()));
    const mayCall = () => figures.mayCall(cmd);
    return tell ? { answer, figures: { account, settleMs, mayCall, throttled } } : { answer };
  };
}

/** @throws SyntaxError on a body that is no JSON though it says so */
function fieldsOf(arrival: Arrival): Record<string, string> {
  if (!arrival.header("content-type").includes("json"))
    return Object.fromEntries(new URLSearchParams(arrival.body));
  const parsed = JSON.parse(arrival.body) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, String(value)]));
}
