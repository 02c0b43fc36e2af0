import { hashSecret, newSecret } from "#server/auth/secret-token.ts";
import { createPool, type Pool } from "./pool.ts";

/**
 * While a city has no admin, makes the token that the first one signs up with; an earlier one stops working. Null when
 * there is an admin. Rejects when the database cannot be reached.
 */
export async function offerAdminToken(databaseUrl: string): Promise<string | null> {
  const pool = createPool({ url: databaseUrl, connectionsMax: 1, name: "borough-token", onError: () => {} });
  try {
    const token = newSecret();
    const { rowCount } = await pool.query(
      `INSERT INTO admin_token (id, hash) SELECT 1, $1
       WHERE NOT EXISTS (SELECT FROM app_user WHERE role = 'admin' AND deleted_at IS NULL)
       ON CONFLICT (id) DO UPDATE SET hash = $1, created_at = now(), used_at = NULL`,
      [hashSecret(token)],
    );
    return rowCount === 1 ? token : null;
  } finally {
    await pool.end();
  }
}

/** True when the token of this hash would make an admin now. */
export async function isAdminToken(pool: Pool, hash: Uint8Array): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "admin-token-works",
    text: `SELECT FROM admin_token WHERE hash = $1 AND used_at IS NULL
           AND NOT EXISTS (SELECT FROM app_user WHERE role = 'admin' AND deleted_at IS NULL)`,
    values: [hash],
  });
  return rowCount === 1;
}
