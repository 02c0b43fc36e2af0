/** What GET /account answers. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly plan: string;
  readonly locale: string | null;
  readonly has_password: boolean;
  readonly mfa: { readonly enabled: boolean; readonly backup_codes_left: number };
  readonly usage: { readonly agents: number; readonly parcels: number };
  /** Null until City Hall has opened the purse. */
  readonly balance_cents: number | null;
  readonly created_at: string;
}
