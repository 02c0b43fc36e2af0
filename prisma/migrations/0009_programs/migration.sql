-- Sessions that programs of people use, by tokens.

ALTER TABLE "user_session" ADD COLUMN "program" TEXT;
ALTER TABLE "user_session" ADD COLUMN "refresh_hash" BYTEA;
