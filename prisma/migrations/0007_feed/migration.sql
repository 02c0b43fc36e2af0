-- The feed is read by agent, by parcel and by kind, and webhooks are told of it.

-- Number of a parcel in its id: six digits of base 36 at the end.
CREATE FUNCTION "tick"."parcel_number"("id" TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT sum((strpos('0123456789abcdefghijklmnopqrstuvwxyz', substr(right(id, 6), n, 1)) - 1) * power(36, 6 - n))::int
  FROM generate_series(1, 6) AS n
$$;

ALTER TABLE "tick"."feed" ADD COLUMN "parcel" INTEGER GENERATED ALWAYS AS ("tick"."parcel_number"("entry" ->> 'parcel')) STORED;

CREATE INDEX "feed_agent_idx" ON "tick"."feed"("world_id", "agent", "tick", "district", "seq") WHERE "agent" >= 0;
CREATE INDEX "feed_parcel_idx" ON "tick"."feed"("world_id", "parcel", "tick", "district", "seq") WHERE "parcel" IS NOT NULL;
CREATE INDEX "feed_kind_idx" ON "tick"."feed"("world_id", "kind", "tick", "district", "seq");

ALTER TABLE "webhook" ADD COLUMN "failures" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "webhook" ADD COLUMN "retry_at" TIMESTAMPTZ(3);
ALTER TABLE "webhook" ADD COLUMN "disabled_why" TEXT;
ALTER TABLE "webhook" ADD COLUMN "old_secret_sealed" BYTEA;
ALTER TABLE "webhook" ADD COLUMN "old_secret_until" TIMESTAMPTZ(3);
CREATE INDEX "webhook_delivery_webhook_id_id_idx" ON "webhook_delivery"("webhook_id", "id");
