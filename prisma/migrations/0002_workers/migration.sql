-- Several workers share a world's districts; log and snapshots say which engine wrote them.

CREATE TABLE "worker_presence" (
    "world_id" INTEGER NOT NULL,
    "worker_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_presence_pkey" PRIMARY KEY ("world_id","worker_id")
);

ALTER TABLE "worker_presence" ADD CONSTRAINT "worker_presence_world_id_fkey" FOREIGN KEY ("world_id") REFERENCES "world"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "district" ADD COLUMN "snapshot_wanted" INTEGER NOT NULL DEFAULT -1;

-- Empty: written before engines had a hash. A constant default, so no row is rewritten.
ALTER TABLE "tick"."log" ADD COLUMN "engine_hash" TEXT NOT NULL DEFAULT '';
ALTER TABLE "tick"."snapshot" ADD COLUMN "engine_hash" TEXT NOT NULL DEFAULT '';
