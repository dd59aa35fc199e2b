import type { login as source } from "../zh/login";

export const login: typeof source = {
  title: "Sign in",
  lead: "Order hub for instant retail across channels",
  email: "E-mail",
  password: "Password",
  submit: "Sign in",
  submitting: "Signing in",
  show: "Show password",
  hide: "Hide password",
  errors: {
    emailEmpty: "Enter your e-mail",
    emailWrong: "This is not an e-mail address; it should look like name@example.com",
    passwordEmpty: "Enter your password",
    refused: "E-mail or password is wrong",
    limited: "Too many attempts, try again in {seconds} seconds",
    noRole: "This account has no role it could work in; ask an administrator",
    away: "The service does not answer, try again later",
  },
};
