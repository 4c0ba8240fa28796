/** What vitest's JSON report says of the whole run. */
export interface TestReport {
  numPassedTests: number;
  numFailedTests: number;
}

/**
 * The last line of a test run, `N passed, N failed`. The numbers are those of the tests; a step that failed without a
 * failing test of its own (types, style, a test file that does not load) counts as one failure, so that a run that
 * failed never ends with "0 failed".
 *
 * @param report null when vitest wrote none.
 */
export function closingLine(steps: readonly { name: string; ok: boolean }[], report: TestReport | null): string {
  const failedTests = report?.numFailedTests ?? 0;
  const failedElsewhere = steps.filter(({ name, ok }) => !ok && (name !== "tests" || failedTests === 0)).length;
  return `${report?.numPassedTests ?? 0} passed, ${failedTests + failedElsewhere} failed`;
}
