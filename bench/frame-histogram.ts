/** A gap of a second or more is one: nobody asks how much longer the page stood still. */
export const LONGEST_GAP_MS = 1000

/** FrameHistogram counts the gaps between frames by whole milliseconds: index 16 holds those from 16 to 17 ms. */
export type FrameHistogram = readonly number[]

/** framesBetween gives the frames of the time between two looks at a histogram that only grows. */
export function framesBetween(before: FrameHistogram, after: FrameHistogram): FrameHistogram {
  return after.map((count, gap) => count - (before[gap] ?? 0))
}

/** framesUnder gives the share (0 to 1) of frames that came within `limit` ms; 0 when no frame came at all. */
export function framesUnder(frames: FrameHistogram, limit: number): number {
  const all = sum(frames)
  return all === 0 ? 0 : sum(frames.slice(0, limit)) / all
}

/** longestGap gives the longest gap in whole ms, LONGEST_GAP_MS for all that are longer, 0 when no frame came. */
export function longestGap(frames: FrameHistogram): number {
  return Math.max(
    0,
    frames.findLastIndex((count) => count > 0),
  )
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
