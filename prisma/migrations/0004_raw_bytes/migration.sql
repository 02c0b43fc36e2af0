-- Letters live for a tick, and long inputs come compressed: the database's own slow compressor gains nothing on either.

ALTER TABLE "tick"."letter" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "tick"."log" ALTER COLUMN "inputs" SET STORAGE EXTERNAL;
