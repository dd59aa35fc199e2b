import { type Answer, type Desk, jsonAnswer, paramsOf } from "../desk";
import type { FigureDesk } from "../figure-desk";
import { type MeituanCall, type MeituanSigner, ng, whyNotLetIn } from "./door";
import { MEITUAN_FIGURE_APIS } from "./figures";

/** 美团 at an address: stock and prices by itself, everything else by `other`. Always HTTP 200 while it is up. */
export function meituanDesk(options: {
  /** Up to and with `/api/v1/`. */
  prefix: string;
  signer: MeituanSigner;
  figures: FigureDesk;
  /** @returns null for an API that there is not */
  other?: (call: MeituanCall) => string | null;
  isDown?: () => boolean;
}): Desk {
  const { prefix, signer, figures } = options;
  return (arrival) => {
    if (!arrival.path.startsWith(prefix)) return null;
    if (options.isDown?.()) return { answer: () => ({ status: 503, text: "" }) };
    const api = arrival.path.slice(prefix.length);
    const tell = Object.hasOwn(MEITUAN_FIGURE_APIS, api) ? MEITUAN_FIGURE_APIS[api] : undefined;
    const answer = (): Answer => {
      // Signed over the address that the caller used, whatever name this machine goes by.
      const call = { api, url: arrival.origin + arrival.path, params: paramsOf(arrival) };
      const code = whyNotLetIn(signer, call);
      if (code !== null) return jsonAnswer(ng(code));
      if (!tell) return jsonAnswer(options.other?.(call) ?? ng(705));
      return jsonAnswer(tell(figures, call.params));
    };
    const { account, settleMs } = figures;
    const mayCall = () => figures.mayCall(api);
    const throttled = () => jsonAnswer(ng(711));
    return tell ? { answer, figures: { account, settleMs, mayCall, throttled } } : { answer };
  };
}
