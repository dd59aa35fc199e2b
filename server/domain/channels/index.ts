export { type Account, type AccountConfig, actsFor } from "./account";
export { heldPing, holdMoments, type Stray, shanghaiClock } from "./clock";
export { csvText } from "./csv-text";
export type {
  Assumed,
  ChannelAmounts,
  ChannelFact,
  ChannelLine,
  ChannelOrder,
  ContactFact,
  Decoded,
  DecodeRefusal,
  DeviceStep,
  PickedLine,
  RefundLine,
} from "./message";
export { FieldError } from "./reading";
export { toStorable } from "./storable";
