-- People, their agents and keys, deeds, balances and webhooks.


ALTER TABLE "agent" ADD COLUMN     "frozen_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "retired_at" TIMESTAMPTZ(3),
ADD COLUMN     "user_id" BIGINT;

ALTER TABLE "agent_key" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_used_from" TEXT,
ADD COLUMN     "prefix" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "replaced_by" TEXT,
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['observe', 'act', 'memory']::TEXT[];

CREATE TABLE "agent_profile" (
    "world_id" INTEGER NOT NULL,
    "agent" BIGINT NOT NULL,
    "persona" TEXT NOT NULL DEFAULT '',
    "goals" TEXT NOT NULL DEFAULT '',
    "look" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "mind" JSONB,
    "mind_key_sealed" BYTEA,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_profile_pkey" PRIMARY KEY ("world_id","agent")
);

CREATE TABLE "agent_draft" (
    "id" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "step" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "key_sealed" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_draft_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "app_user" (
    "id" BIGINT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email_verified_at" TIMESTAMPTZ(3),
    "password_hash" TEXT,
    "role" TEXT NOT NULL DEFAULT 'owner',
    "plan" TEXT NOT NULL DEFAULT 'free',
    "locale" TEXT,
    "totp_sealed" BYTEA,
    "totp_last_step" BIGINT NOT NULL DEFAULT -1,
    "mfa_enabled_at" TIMESTAMPTZ(3),
    "frozen_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "user_session" (
    "hash" BYTEA NOT NULL,
    "user_id" BIGINT NOT NULL,
    "public_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "mfa_at" TIMESTAMPTZ(3),
    "proven_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "user_identity" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_identity_pkey" PRIMARY KEY ("provider","subject")
);

CREATE TABLE "backup_code" (
    "hash" BYTEA NOT NULL,
    "user_id" BIGINT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "backup_code_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "mail_token" (
    "hash" BYTEA NOT NULL,
    "user_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_token_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "outbox_mail" (
    "id" BIGSERIAL NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_mail_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" BIGINT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "deed" (
    "world_id" INTEGER NOT NULL,
    "parcel" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "owner" BIGINT,
    "since_tick" INTEGER NOT NULL,
    "price_cents" BIGINT,
    "let_cents" BIGINT,
    "let_days" INTEGER,
    "tenant" BIGINT,
    "rent_cents" BIGINT,
    "lease_until_day" INTEGER,
    "offer_by" BIGINT,
    "offer_cents" BIGINT,
    "offer_until_tick" INTEGER,
    "balance_cents" BIGINT NOT NULL DEFAULT 0,
    "use" INTEGER,
    "colour" INTEGER,
    "title" TEXT,
    "sign" TEXT,
    "tick" INTEGER NOT NULL,

    CONSTRAINT "deed_pkey" PRIMARY KEY ("world_id","parcel")
);

CREATE TABLE "deed_event" (
    "world_id" INTEGER NOT NULL,
    "parcel" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "giver" BIGINT,
    "taker" BIGINT,
    "cents" BIGINT,

    CONSTRAINT "deed_event_pkey" PRIMARY KEY ("world_id","parcel","tick","seq")
);

CREATE TABLE "account_balance" (
    "world_id" INTEGER NOT NULL,
    "account" BIGINT NOT NULL,
    "balance_cents" BIGINT NOT NULL,
    "tick" INTEGER NOT NULL,

    CONSTRAINT "account_balance_pkey" PRIMARY KEY ("world_id","account")
);

CREATE TABLE "building_image" (
    "world_id" INTEGER NOT NULL,
    "parcel" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "building_image_pkey" PRIMARY KEY ("world_id","parcel")
);

CREATE TABLE "webhook" (
    "id" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "url" TEXT NOT NULL,
    "secret_sealed" BYTEA NOT NULL,
    "kinds" TEXT[],
    "scope" TEXT NOT NULL DEFAULT 'mine',
    "cursor" TEXT NOT NULL DEFAULT '',
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "webhook_delivery" (
    "id" BIGSERIAL NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "next_at" TIMESTAMPTZ(3),
    "answer" INTEGER,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "agent_draft_user_id_idx" ON "agent_draft"("user_id");

CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

CREATE UNIQUE INDEX "user_session_public_id_key" ON "user_session"("public_id");

CREATE INDEX "user_session_user_id_idx" ON "user_session"("user_id");

CREATE INDEX "user_identity_user_id_idx" ON "user_identity"("user_id");

CREATE INDEX "backup_code_user_id_idx" ON "backup_code"("user_id");

CREATE INDEX "mail_token_user_id_idx" ON "mail_token"("user_id");

CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

CREATE INDEX "deed_world_id_owner_idx" ON "deed"("world_id", "owner");

CREATE INDEX "deed_world_id_tenant_idx" ON "deed"("world_id", "tenant");

CREATE INDEX "deed_event_world_id_tick_idx" ON "deed_event"("world_id", "tick");

CREATE INDEX "webhook_user_id_idx" ON "webhook"("user_id");

CREATE INDEX "webhook_delivery_status_next_at_idx" ON "webhook_delivery"("status", "next_at");

CREATE UNIQUE INDEX "webhook_delivery_webhook_id_message_id_key" ON "webhook_delivery"("webhook_id", "message_id");

CREATE INDEX "agent_user_id_idx" ON "agent"("user_id");

ALTER TABLE "agent" ADD CONSTRAINT "agent_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "agent_profile" ADD CONSTRAINT "agent_profile_world_id_agent_fkey" FOREIGN KEY ("world_id", "agent") REFERENCES "agent"("world_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "agent_draft" ADD CONSTRAINT "agent_draft_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "user_identity" ADD CONSTRAINT "user_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "backup_code" ADD CONSTRAINT "backup_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "mail_token" ADD CONSTRAINT "mail_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "webhook" ADD CONSTRAINT "webhook_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Numbers of people start where agents' numbers can never reach (OWNER_BASE).
CREATE SEQUENCE "owner_number_seq" AS BIGINT START WITH 1073741824 MINVALUE 1073741824 MAXVALUE 2147483647;

-- Statements of watched accounts, kept for ever: the ledger's ring forgets after eight slots.
CREATE TABLE "tick"."statement" (
    "world_id" INTEGER NOT NULL,
    "account" BIGINT NOT NULL,
    "tick" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "amount_cents" BIGINT NOT NULL,
    "balance_cents" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "counterparty" BIGINT NOT NULL,
    PRIMARY KEY ("world_id", "account", "tick", "district", "seq")
);
