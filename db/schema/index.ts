export * from "./axes";
export * from "./catalog";
export * from "./fulfilment";
export * from "./logs";
export * from "./orders";
export * from "./people";
