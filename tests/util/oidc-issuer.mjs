import { once } from "node:events";
import { createServer } from "node:http";
// JavaScript, since the package has no types.
import Provider from "oidc-provider";

export async function startOidcIssuer({ port, clientId, clientSecret, redirectUri }) {
  const url = `http://127.0.0.1:${port}`;
  const issuer = { url, claims: null, close };
  const provider = new Provider(url, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...issuer.claims, sub }) }),
    interactions: { url: (_context, { uid }) => `/enter/${uid}` },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ["a key for the issuer's own cookies"] },
    loadExistingGrant: consent,
  });
  const serve = provider.callback();
  const server = createServer(async (request, response) => {
    if (!request.url.startsWith("/enter/")) return serve(request, response);
    await provider.interactionFinished(request, response, { login: { accountId: issuer.claims.sub } });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  async function close() {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }
  return issuer;
}

async function consent({ oidc: { client, session, provider } }) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}
