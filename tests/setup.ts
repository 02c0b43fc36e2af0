import { format } from "node:util";
import { afterEach, beforeEach, expect, vi } from "vitest";

// A test that leaves a complaint on the console is a failed test: nobody reads what scrolls by.
const complaints: string[] = [];

beforeEach(() => {
  complaints.length = 0;
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      complaints.push(`console.${level}: ${format(...parts)}`);
    });
  }
});

afterEach(() => {
  const found = complaints.splice(0);
  vi.restoreAllMocks();
  expect(found).toEqual([]);
});
