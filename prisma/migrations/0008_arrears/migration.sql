-- Property tax that was not paid, and the simulated day on which that began.
ALTER TABLE "deed" ADD COLUMN "arrears_cents" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "deed" ADD COLUMN "arrears_day" INTEGER;
