/** Who the issuer says somebody is. */
export interface IssuerClaims {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

export interface OidcIssuer {
  readonly url: string;
  /** Whoever comes next is signed in there as this. */
  claims: IssuerClaims;
  close(): Promise<void>;
}

/** A real OpenID Connect issuer on a port of its own, where people sign in and consent without being asked. */
export function startOidcIssuer(options: {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}): Promise<OidcIssuer>;
