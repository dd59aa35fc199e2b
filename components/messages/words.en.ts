import type { words as source } from "./words.zh";

export const words: typeof source = {
  "phase": {
    "cancelled": "Cancelled",
    "closed": "Closed",
    "refunded": "Refunded",
    "returning": "Returning",
    "delivery_problem": "Delivery problem",
    "done": "Done",
    "delivering": "En route",
    "ready": "Ready",
    "held": "On hold",
    "changing": "Changing",
    "short": "Short",
    "waiting_merge": "Waiting to merge",
    "picking": "Picking",
    "to_pick": "To pick",
    "to_release": "To release",
    "to_review": "To review",
    "to_accept": "To accept",
    "to_pay": "To pay"
  },
  "group": {
    "all": "All",
    "to_accept": "To accept",
    "to_release": "To release",
    "picking": "Picking",
    "ready": "Ready",
    "delivering": "En route",
    "held": "On hold",
    "trouble": "Trouble",
    "done": "Done",
    "cancelled": "Cancelled"
  },
  "channel": {
    "app": "App",
    "mini": "Mini-program",
    "pos": "POS",
    "meituan": "Meituan",
    "eleme": "Ele.me",
    "group": "Group buying",
    "jd": "JD",
    "douyin": "Douyin",
    "store": "Store terminal",
    "rider": "Rider app"
  },
  "flag": {
    "merged": "Merged",
    "short": "Short",
    "exception": "Exception",
    "held": "On hold",
    "refunded": "Refunded",
    "self": "Own riders",
    "platform": "Platform riders"
  },
  "owner": {
    "self": "Own riders",
    "platform": "Platform riders",
    "pickup": "Pick-up"
  },
  "zone": {
    "ambient": "Ambient",
    "chilled": "Chilled",
    "frozen": "Frozen",
    "live": "Live"
  },
  "box": {
    "regular": "Regular",
    "frozen": "Frozen",
    "live": "Live"
  },
  "trade": {
    "pending_payment": "To pay",
    "paid": "Paid",
    "accepted": "Accepted",
    "cancelling": "Cancelling",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "closed": "Closed"
  },
  "fulfil": {
    "waiting_merge": "Waiting to merge",
    "open": "To release",
    "released": "Released",
    "picking": "Picking",
    "short_picked": "Short picked",
    "picked": "Picked",
    "packed": "Packed",
    "ready": "Ready",
    "handed_over": "Handed over",
    "fulfilled": "Fulfilled",
    "returning": "Returning",
    "returned": "Returned",
    "cancelled": "Cancelled"
  },
  "handshake": {
    "unsubmitted": "Not sent",
    "submitted": "Sent",
    "accepted": "Store accepted",
    "rejected": "Store refused",
    "timeout": "No answer"
  },
  "delivery": {
    "pending_call": "No rider yet",
    "calling": "Calling rider",
    "assigned": "Assigned",
    "arrived_store": "At store",
    "picked_up": "Picked up",
    "delivering": "En route",
    "delivered": "Delivered",
    "pickup_failed": "Pick-up failed",
    "undeliverable": "Undeliverable",
    "returned": "Returned",
    "carrier_cancelled": "Carrier cancelled"
  },
  "reservation": {
    "held": "Reserved",
    "released": "Released",
    "consumed": "Consumed"
  },
  "tag": {
    "presale": "Presale",
    "cod": "Cash",
    "gift": "Gift",
    "anonymous": "Anonymous",
    "medicine": "Medicine",
    "invoice": "Invoice",
    "refunding": "Refunding",
    "no-merge": "Never merge"
  },
  "refund": {
    "succeeded": "Refunded"
  },
  "source": {
    "system": "System",
    "person": "People",
    "channel": "Channel",
    "store": "Store",
    "rider": "Rider"
  },
  "decision": {
    "merge": "Merge decision",
    "dispatch": "Dispatch decision"
  },
  "outcome": {
    "merged": "Merged",
    "alone": "Not merged"
  },
  "case": {
    "WAIT_MERGE": "Waiting to merge",
    "OUT_OF_STOCK": "Out of stock",
    "SUBSTITUTION": "Substitution",
    "ADDRESS_INVALID": "Bad address",
    "OUT_OF_RANGE": "Out of range",
    "PAY_AFTER_TIMEOUT": "Paid too late",
    "PRICE_FLOOR": "Price too low",
    "RISK_REVIEW": "Risk review",
    "CUSTOMER_REQUEST": "Customer asked",
    "MANUAL": "Held by staff",
    "SKU_UNMATCHED": "Unknown article",
    "STORE_UNMATCHED": "Unknown store",
    "PARTIAL_PAID": "Partly paid",
    "REFUND_IN_PROGRESS": "Refund under way",
    "MERGED_MEMBER_CANCELLED": "Member cancelled",
    "MERGED_ADDRESS_CHANGED": "Address changed",
    "STORE_REJECTED": "Store refused",
    "STORE_TIMEOUT": "Store silent",
    "NO_RIDER": "No rider",
    "RIDER_CANCELLED": "Rider cancelled",
    "LATE_RISK": "Late risk",
    "UNDELIVERABLE": "Undeliverable",
    "COLD_CHAIN": "Cold chain",
    "WRITEBACK_FAILED": "Write-back failed",
    "INGEST_FAILED": "Intake failed",
    "CONTENT_CONFLICT": "Content conflict",
    "UNKNOWN_EVENT": "Unknown event",
    "OVERSOLD": "Oversold",
    "STOCK_DRIFT": "Stock drift",
    "MONEY_DRIFT": "Money drift",
    "RECON_DIFF": "Bill difference",
    "OTHER": "Other"
  },
  "event": {
    "order_placed": "Order came in",
    "order_accepted": "Accepted",
    "order_completed": "Completed",
    "order_cancelled": "Cancelled",
    "order_refunded": "Refund",
    "order_shortage_settled": "Shortage settled",
    "order_placed_again": "Placed again",
    "parcel_joined": "Another order joined the parcel",
    "parcel_waiting_merge": "Waiting to merge",
    "parcel_open": "To release",
    "parcel_released": "Released to store",
    "parcel_picking": "Picking began",
    "parcel_short_picked": "Picked short",
    "parcel_picked": "Picked",
    "parcel_packed": "Packed",
    "parcel_ready": "Ready for rider",
    "parcel_handed_over": "Handed over",
    "parcel_fulfilled": "Parcel delivered",
    "parcel_returning": "Returning",
    "parcel_returned": "Returned",
    "parcel_cancelled": "Parcel cancelled",
    "store_accepted": "Store accepted",
    "store_rejected": "Store refused",
    "delivery_pending_call": "No rider yet",
    "delivery_calling": "Calling rider",
    "delivery_assigned": "Rider assigned",
    "delivery_arrived_store": "Rider at store",
    "delivery_picked_up": "Rider picked up",
    "delivery_delivering": "En route",
    "delivery_delivered": "Delivered",
    "delivery_pickup_failed": "Pick-up failed",
    "delivery_undeliverable": "Undeliverable",
    "delivery_returned": "Returned to store",
    "delivery_carrier_cancelled": "Carrier cancelled",
    "case_closed": "Exception handled"
  },
  "refusal": {
    "BAD_SIGNATURE": "Bad signature",
    "STALE": "Too old",
    "REPLAY": "Replayed",
    "LIMITED": "Rate limited",
    "MALFORMED": "Malformed",
    "UNKNOWN_ACCOUNT": "Unknown account",
    "DISABLED": "Disabled",
    "BAD_NONCE": "Bad nonce",
    "NO_ROUTE": "No such address",
    "UNAVAILABLE": "Unavailable"
  },
  "role": {
    "operations": "Operations",
    "service": "Service",
    "dispatch": "Dispatch",
    "store": "Store manager",
    "finance": "Finance",
    "admin": "Admin"
  },
  "process": {
    "web": "Web",
    "gateway": "Gateway",
    "worker": "Pipelines",
    "planner": "Planner",
    "world": "Simulated world"
  },
  "writeback": {
    "confirm": "Accept order",
    "cancel": "Cancel order"
  },
  "outcomeOf": {
    "order_closed": "Order is over"
  }
};
