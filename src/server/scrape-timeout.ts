/** Prometheus' own default for the time that a scrape may take. */
const defaultMs = 10_000;

/** What the answer needs to be written and to travel, as blackbox_exporter reckons. */
const offsetMs = 500;

/** Beyond any scrape timeout that makes sense, and well within the range of a timer. */
const longestMs = 600_000;

/**
 * How long probes may take so that the answer is there before Prometheus gives up: its header
 * `X-Prometheus-Scrape-Timeout-Seconds` less half a second, or half of a timeout too short for that. Milliseconds;
 * null when the header is not a positive number.
 */
export function scrapeDeadlineMs(header: string | undefined): number | null {
  const timeoutMs = header === undefined || header.trim() === '' ? defaultMs : Number(header) * 1000;
  if (Number.isNaN(timeoutMs) || timeoutMs <= 0) return null;
  return Math.min(Math.max(timeoutMs - offsetMs, timeoutMs / 2), longestMs);
}
