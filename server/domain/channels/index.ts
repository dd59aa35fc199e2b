export { type Account, type AccountConfig, actsFor } from "./account";
export type {
  ChannelAmounts,
  ChannelFact,
  ChannelLine,
  ChannelOrder,
  Decoded,
  DecodeRefusal,
  DeviceStep,
  PickedLine,
} from "./message";
export { FieldError } from "./reading";
export { toStorable } from "./storable";
