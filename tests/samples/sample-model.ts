import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import {
  type Buyer,
  emptyModel,
  type LineState,
  type Model,
  type OrderState,
  type ParcelState,
  type Promised,
} from "@/server/domain/lifecycle/model";
import type { DeliveryOwner, Fulfil } from "@/server/domain/orders";

/** A small world in plain words, for tests and examples: orders with their lines, parcels with their members. */
export type SampleOrder = {
  owner?: DeliveryOwner;
  /** Parcels its goods lie in, by index; a line's pieces go round them. */
  parcels: readonly number[];
  lines: readonly { open: number; short?: number; sku?: number; paidFen?: number }[];
};
export type SampleParcel = { status?: Fulfil; rider?: number | null };
export type Sample = { orders: readonly SampleOrder[]; parcels: readonly SampleParcel[] };

export const SAMPLE_STORE = 7;
export const SAMPLE_AT = 1_767_240_000_000 as Instant;
/** Everybody in it is one household. */
export const SAMPLE_BUYER: Buyer = {
  doorKey: "d0",
  phoneKey: "a0",
  maskKey: "b0",
  nameMasked: "顾**",
  lngE6: 1,
  latE6: 2,
};
const PIECE_FEN = 300;
const DELIVERY_FEN = 500;

/**
 * A model in which everything adds up: every open piece lies in one parcel and is promised.
 *
 * @param sample order ids are 1, 2, …, parcel ids 101, 102, …, task ids 201, …; a parcel without goods is left out
 */
export function sampleModel(sample: Sample): Model {
  const model = emptyModel();
  sample.parcels.forEach((parcel, i) => {
    model.parcels.set(101 + i, parcelOf(101 + i, parcel));
  });
  sample.orders.forEach((order, i) => {
    model.orders.set(i + 1, orderOf(model, i + 1, order));
  });
  for (const parcel of [...model.parcels.values()]) {
    parcel.members = new Set(parcel.lines.map((part) => part.orderId)).size;
    if (parcel.members === 0) model.parcels.delete(parcel.id);
  }
  return model;
}

function parcelOf(id: number, { status = "open", rider = null }: SampleParcel): ParcelState {
  const times = { factAt: SAMPLE_AT, pickedUpAt: null, deliveredAt: null };
  return {
    id,
    storeId: SAMPLE_STORE,
    status,
    handshake: "accepted",
    deliveryOwner: "self",
    doorKey: SAMPLE_BUYER.doorKey,
    members: 0,
    mergeGroupId: null,
    promiseAt: SAMPLE_AT,
    releasedAt: null,
    pickedAt: null,
    handedOverAt: null,
    version: 1,
    weightGrams: 500,
    lines: [],
    task:
      rider === null
        ? null
        : { id: id + 100, riderId: rider, status: "assigned", ...times, version: 1 },
  };
}

function orderOf(model: Model, id: number, sample: SampleOrder): OrderState {
  const lines = sample.lines.map((_, i) => lineOf(model, id, i, sample));
  const isShort = lines.some((line) => line.unassigned > 0);
  const goodsFen = lines.reduce((sum, line) => sum + line.paidFen, 0);
  return {
    id,
    accountId: 1,
    channel: "app",
    externalNo: `A${id}`,
    daySeq: id,
    storeId: SAMPLE_STORE,
    version: 1,
    review: "approved",
    trade: "paid",
    stock: isShort ? "short" : "reserved",
    fulfil: "open",
    delivery: null,
    deliveryFactAt: null,
    afterSale: "none",
    holds: 0,
    holdingCodes: [],
    hasShortageCase: false,
    isTill: false,
    deliveryOwner: sample.owner ?? "self",
    buyer: SAMPLE_BUYER,
    leadFulfilmentId: sample.parcels[0] === undefined ? null : 101 + sample.parcels[0],
    paidFen: asFen(goodsFen + DELIVERY_FEN),
    refundedFen: asFen(0),
    promiseAt: SAMPLE_AT,
    deliveredAt: null,
    applications: [],
    owed: [],
    lines,
  };
}

function lineOf(model: Model, orderId: number, index: number, sample: SampleOrder): LineState {
  const { open, short = 0, sku = index + 1, paidFen } = sample.lines[index] ?? { open: 0 };
  const lineNo = index + 1;
  for (let piece = 0; piece < open; piece += 1) {
    const at = sample.parcels[piece % sample.parcels.length] ?? 0;
    putPiece(model, 101 + at, orderId, lineNo, sku);
  }
  return {
    orderId,
    lineNo,
    externalLineId: `L${lineNo}`,
    skuId: sku,
    ordered: open + short,
    unassigned: short,
    open,
    fulfilled: 0,
    cancelled: 0,
    paidFen: asFen(paidFen ?? (open + short) * PIECE_FEN),
    refundedFen: asFen(0),
    reservations: open === 0 ? [] : [promisedOf(sku, open)],
  };
}

const promisedOf = (skuId: number, qty: number): Promised => ({
  part: 0,
  storeId: SAMPLE_STORE,
  skuId,
  qty,
  picked: 0,
  per: 1,
  state: "confirmed",
  expiresAt: null,
});

function putPiece(
  model: Model,
  parcelId: number,
  orderId: number,
  lineNo: number,
  skuId: number,
): void {
  const parcel = model.parcels.get(parcelId);
  const part = parcel?.lines.find((l) => l.orderId === orderId && l.lineNo === lineNo);
  if (part) part.qty += 1;
  else {
    const state = { qty: 1, picked: null, fulfilled: 0, cancelled: 0 };
    parcel?.lines.push({ fulfilmentId: parcelId, orderId, lineNo, skuId, ...state });
  }
}
