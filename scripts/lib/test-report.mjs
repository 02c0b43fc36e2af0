/** The names of all tests that a vitest JSON report calls skipped or still to do. */
export function skippedTests(report) {
  return report.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status !== "passed" && status !== "failed")
      .map(({ fullName, status }) => `${status}: ${fullName}`),
  );
}
