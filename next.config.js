/** @type {import("next").NextConfig} */
const config = {
  // Development through 127.0.0.1 never hydrates unless the host is named here.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  devIndicators: false,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run check`; a start must not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
