import type { Account } from "../domain/channels/account";
import type { Decoded, DecodeRefusal } from "../domain/channels/message";
import type { Result } from "../domain/kernel/result";

/** A large message as the log keeps it, and whose it is. */
export type MessageToRead = {
  kind: "message";
  account: Account;
  topic: string;
  body: Uint8Array;
  encoding: number;
};

/** A file of orders as a person chose it. */
export type FileToRead = { kind: "file"; account: Account; bytes: Uint8Array };

/** A file of what was counted. `store` is the shop of all its rows where the file has no such column. */
export type StockFileToRead = { kind: "stock-file"; bytes: Uint8Array; store: string | null };

/**
 * What somebody counted of an article in a shop, in the file's own words; `qty` is pieces, or kilograms with at most three
 * decimals. Rows count from 1, whatever stands above the header too: as a spreadsheet shows them.
 */
export type StockFileRow = { row: number; store: string; sku: string; qty: number };
export type StockFile = { rows: StockFileRow[]; badRows: { row: number; reason: string }[] };

/** What a file of orders would do: its good orders, and every bad row with its reason. */
export type FilePreview = {
  orders: number;
  rows: number;
  /** What the file says besides orders: all its bad rows, shown or not. */
  skipped: number;
  bad: { row: number; reason: string }[];
  sample: {
    externalNo: string;
    storeKey: string;
    lines: number;
    paidFen: number;
    deliver: boolean;
  }[];
};

/** A file as the log would keep it (CSV text), and what it would do. */
export type FileRead = { preview: FilePreview; body: Uint8Array };

export type ReadRefusal = {
  code:
    | DecodeRefusal["code"]
    | "TOO_LARGE"
    | "NOT_A_WORKBOOK"
    | "TOO_SLOW"
    | "TOO_MUCH_MEMORY"
    | "BUSY"
    | "FAILED";
  cause: string;
};

/**
 * Reads what others sent and what may be large, on a thread of its own with limits of time and memory: whoever sends it
 * stops nobody but himself.
 */
export type Reader = {
  /** What a message says; where it is many orders, each as a part of its own. */
  message: (task: MessageToRead) => Promise<Result<Decoded[], ReadRefusal>>;
  file: (task: FileToRead) => Promise<Result<FileRead, ReadRefusal>>;
  stockFile: (task: StockFileToRead) => Promise<Result<StockFile, ReadRefusal>>;
  stop: () => Promise<void>;
};
