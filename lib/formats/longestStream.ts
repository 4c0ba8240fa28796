/** Ten years in milliseconds: anything longer is no offset from the start of a stream. */
export const longestStreamMs = 10 * 365 * 86_400_000;

/** The end of the year 9999: a later time has no four digits for its year, and was never sent. */
export const latestSentMs = 253_402_300_800_000;
