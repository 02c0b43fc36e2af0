-- What outside agents heard in a tick, so that whoever holds them next can still tell it. A constant default: no row is rewritten.

ALTER TABLE "tick"."log" ADD COLUMN "heard" JSONB NOT NULL DEFAULT '[]';
