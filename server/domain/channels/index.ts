export { type Account, type AccountConfig, actsFor } from "./account";
export { csvText } from "./csv-text";
export type {
  ChannelAmounts,
  ChannelFact,
  ChannelLine,
  ChannelOrder,
  Decoded,
  DecodeRefusal,
  DeviceStep,
  PickedLine,
  RefundLine,
} from "./message";
export { FieldError } from "./reading";
export { toStorable } from "./storable";
