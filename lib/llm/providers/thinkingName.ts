/** What a bound on thinking adds to a model's name: it changes answers, so it is part of each call's key. */
export function thinkingName(thinkingBudget: number | undefined): string {
  return thinkingBudget === undefined ? "" : `;thinking=${thinkingBudget}`;
}
