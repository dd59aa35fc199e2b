export {
  type Account,
  type AccountConfig,
  actsFor,
  type Capabilities,
  SKEW_SECONDS_MAX,
  settingsOf,
  UNKNOWN_CAPABILITIES,
} from "./account";
export { heldPing, holdMoments, type Stray, shanghaiClock } from "./clock";
export { csvText } from "./csv-text";
export { canPass } from "./failure";
export { type Difference, findDifferences, isSafeToTell } from "./figures/compare-figures";
export { judgeFailure, REFUSED_MS } from "./figures/judge-failure";
export { type Pacer, pacer } from "./figures/pacer";
export {
  articlesOf,
  type Chains,
  chainsByCell,
  piecesFor,
  planFigures,
  type SellerRow,
  shelvesOf,
} from "./figures/plan-figures";
export { countDelays, type NamedFigure, sortAnswer } from "./figures/sort-answer";
export { stuckCase } from "./figures/stuck-case";
export type { ClaimedFigure, FigureRow, PublishedRow, Settled } from "./figures/types";
export type {
  ChannelFact,
  ChannelOrder,
  ContactFact,
  Decoded,
  DecodeRefusal,
  DeviceStep,
  PickedLine,
  RefundLine,
} from "./message";
export { type ChannelNames, channelNames, type Mapping } from "./names";
export { judgeDetail, type Pull, retryPull } from "./pulls/judge-pull";
export { lostOrderCase, missingRefundCase } from "./pulls/pull-cases";
export { pullFrom } from "./pulls/pull-window";
export { FieldError } from "./reading";
export { toStorable } from "./storable";
export {
  answerTo,
  endCall,
  failedCallCase,
  givenUp,
  isSuperseded,
  type Writeback,
  type WritebackAnswer,
} from "./writebacks/answer-call";
