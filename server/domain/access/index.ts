export * from "./backoff";
export * from "./gcra";
export * from "./sign-in";
