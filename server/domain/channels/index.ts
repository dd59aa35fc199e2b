export { type Account, type AccountConfig, DEVICES } from "./account";
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
