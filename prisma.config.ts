import { defineConfig } from "prisma/config";

// A fallback instead of Prisma's env(): generating the client needs no database and must not ask for one.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://127.0.0.1:5432/borough" },
});
