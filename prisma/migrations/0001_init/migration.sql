-- Tables of schema.prisma (public), then the tick's own tables (schema tick), which Prisma does not manage.

CREATE TABLE "world" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "tick_ms" INTEGER NOT NULL,
    "start_of_day_ms" INTEGER NOT NULL,
    "pace_divisor" INTEGER NOT NULL,
    "population" INTEGER NOT NULL,
    "treasury_cents" BIGINT NOT NULL,
    "genesis_cents" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "world_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "clock_epoch" (
    "world_id" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "wall_ms" BIGINT NOT NULL,
    "speed" DOUBLE PRECISION NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clock_epoch_pkey" PRIMARY KEY ("world_id","epoch")
);

CREATE TABLE "district" (
    "world_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "tick" INTEGER NOT NULL DEFAULT 0,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "state_hash" BYTEA NOT NULL,
    "chain_hash" BYTEA NOT NULL,
    "engine_version" INTEGER NOT NULL,
    "money_cents" BIGINT NOT NULL,

    CONSTRAINT "district_pkey" PRIMARY KEY ("world_id","number")
);

CREATE TABLE "agent" (
    "world_id" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "home_building" INTEGER NOT NULL,
    "district" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("world_id","number")
);

CREATE TABLE "agent_key" (
    "id" TEXT NOT NULL,
    "world_id" INTEGER NOT NULL,
    "agent" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_key_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "action_request" (
    "seq" BIGSERIAL NOT NULL,
    "world_id" INTEGER NOT NULL,
    "agent" BIGINT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "reasoning" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tick" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'accepted',
    "code" TEXT,
    "effects" JSONB,

    CONSTRAINT "action_request_pkey" PRIMARY KEY ("seq")
);

CREATE INDEX "agent_world_id_district_idx" ON "agent"("world_id", "district");
CREATE UNIQUE INDEX "agent_key_hash_key" ON "agent_key"("hash");
CREATE INDEX "agent_key_world_id_agent_idx" ON "agent_key"("world_id", "agent");
CREATE UNIQUE INDEX "action_request_world_id_agent_idempotency_key_key" ON "action_request"("world_id", "agent", "idempotency_key");
CREATE INDEX "action_request_world_id_agent_tick_idx" ON "action_request"("world_id", "agent", "tick");

ALTER TABLE "clock_epoch" ADD CONSTRAINT "clock_epoch_world_id_fkey" FOREIGN KEY ("world_id") REFERENCES "world"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "district" ADD CONSTRAINT "district_world_id_fkey" FOREIGN KEY ("world_id") REFERENCES "world"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agent" ADD CONSTRAINT "agent_world_id_fkey" FOREIGN KEY ("world_id") REFERENCES "world"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agent_key" ADD CONSTRAINT "agent_key_world_id_agent_fkey" FOREIGN KEY ("world_id", "agent") REFERENCES "agent"("world_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "action_request" ADD CONSTRAINT "action_request_world_id_agent_fkey" FOREIGN KEY ("world_id", "agent") REFERENCES "agent"("world_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Numbers of agents from outside start where residents' numbers can never reach (OUTSIDE_AGENT_BASE).
CREATE SEQUENCE "agent_number_seq" AS BIGINT START WITH 16777216 MINVALUE 16777216;

-- Whatever waits for its result, found without scanning what has one.
CREATE INDEX "action_request_waiting_idx" ON "action_request"("world_id", "agent", "seq") WHERE "tick" IS NULL;

CREATE SCHEMA "tick";

-- The log of each district: what went into its tick and the hash it came to. Ring of 8 slots by tick, created once, so that
-- no DDL runs later and the oldest slot can be truncated.
CREATE TABLE "tick"."log" (
    "slot" SMALLINT NOT NULL,
    "world_id" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "engine_version" INTEGER NOT NULL,
    "spec_version" INTEGER NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "inputs" BYTEA NOT NULL,
    "transfers" BYTEA NOT NULL,
    "effects" JSONB NOT NULL,
    "money_cents" BIGINT NOT NULL,
    "wall_ms" BIGINT NOT NULL,
    PRIMARY KEY ("slot", "world_id", "district", "tick")
) PARTITION BY LIST ("slot");

CREATE TABLE "tick"."ledger" (
    "slot" SMALLINT NOT NULL,
    "world_id" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "account" BIGINT NOT NULL,
    "amount_cents" BIGINT NOT NULL,
    "balance_cents" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "counterparty" BIGINT NOT NULL,
    PRIMARY KEY ("slot", "world_id", "district", "tick", "seq")
) PARTITION BY LIST ("slot");

CREATE TABLE "tick"."feed" (
    "slot" SMALLINT NOT NULL,
    "world_id" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "agent" BIGINT NOT NULL,
    "entry" JSONB NOT NULL,
    PRIMARY KEY ("slot", "world_id", "tick", "district", "seq")
) PARTITION BY LIST ("slot");

DO $$
BEGIN
  FOR n IN 0..7 LOOP
    EXECUTE format('CREATE TABLE "tick"."log_%s" PARTITION OF "tick"."log" FOR VALUES IN (%s)', n, n);
    EXECUTE format('CREATE TABLE "tick"."ledger_%s" PARTITION OF "tick"."ledger" FOR VALUES IN (%s)', n, n);
    EXECUTE format('CREATE TABLE "tick"."feed_%s" PARTITION OF "tick"."feed" FOR VALUES IN (%s)', n, n);
  END LOOP;
END $$;

-- Where the chain starts after the oldest slot was dropped.
CREATE TABLE "tick"."anchor" (
    "world_id" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    PRIMARY KEY ("world_id", "district")
);

-- Consumed by DELETE ... RETURNING in the receiver's tick; the content goes into its log row.
CREATE TABLE "tick"."letter" (
    "world_id" INTEGER NOT NULL,
    "to_district" INTEGER NOT NULL,
    "from_district" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "cents" BIGINT NOT NULL,
    "body" BYTEA NOT NULL,
    PRIMARY KEY ("world_id", "to_district", "from_district", "tick", "seq")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

CREATE TABLE "tick"."snapshot" (
    "world_id" INTEGER NOT NULL,
    "district" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "engine_version" INTEGER NOT NULL,
    "spec_version" INTEGER NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "chain_hash" BYTEA NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "content" BYTEA NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT FALSE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("world_id", "district", "tick")
);

-- Aborts the statement that calls it unless the two numbers agree: a single statement has no other way to take itself back.
CREATE FUNCTION "tick"."need"(actual BIGINT, expected BIGINT, what TEXT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  IF actual IS DISTINCT FROM expected THEN
    RAISE EXCEPTION 'tick statement: % rows of %, expected %', actual, what, expected USING ERRCODE = 'BT001';
  END IF;
  RETURN TRUE;
END $$;
