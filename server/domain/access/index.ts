export * from "./backoff";
export * from "./gcra";
