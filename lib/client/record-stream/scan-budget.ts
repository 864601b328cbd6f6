/**
 * A page's reading of a range ends after so many bytes of the brokers, and goes on when asked: a minute or a few of a
 * scan at full speed. Nobody reads a topic of terabytes by having left a page open, and brokers' traffic may be paid for.
 */
export const SCAN_BUDGET_BYTES = 32 * 1024 ** 3
