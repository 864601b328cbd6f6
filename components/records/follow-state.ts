import type { RowWindow } from '#lib/client/record-stream/protocol.ts'

/** Rows above the first one on screen that stay readable while somebody looks around in a stream that runs on. */
const HELD_ABOVE = 10_000
/** Rows rendered beyond either edge, so that a short scroll shows no gap until the next answer. */
const OVERSCAN = 12

/** FollowState says where the list looks: at the newest rows, or at a place that stays while more arrives. */
export interface FollowState {
  following: boolean
  /** The number of the row at the very top of the scrolled area. Fixed while not following, so that nothing jumps. */
  base: number
  /** Rows before this number count as seen; what is beyond is "n new". */
  seen: number
}

export type FollowAction =
  | { type: 'reset'; following: boolean; origin: number }
  | { type: 'follow' }
  | { type: 'pause'; first: number; end: number }
  | { type: 'see'; bottom: number }

export function followReducer(state: FollowState, action: FollowAction): FollowState {
  switch (action.type) {
    case 'reset':
      return { following: action.following, base: action.origin, seen: action.origin }
    case 'follow':
      return state.following ? state : { ...state, following: true }
    case 'pause':
      return state.following ? { following: false, base: action.first, seen: action.end } : state
    case 'see':
      return state.following || action.bottom <= state.seen ? state : { ...state, seen: action.bottom }
  }
}

export interface Extent {
  /** Row number at the top of the scrolled area, and the number of rows in it. */
  base: number
  rows: number
}

/** extentOf says how large the scrolled area is for what the buffer holds. */
export function extentOf(state: FollowState, view: { first: number; end: number }): Extent {
  const base = state.following ? view.first : Math.min(state.base, view.end)
  return { base, rows: view.end - base }
}

export interface Viewport {
  scrollTop: number
  height: number
  rowHeight: number
}

/** windowOf says which rows to ask for, and from which on none may be dropped meanwhile. */
export function windowOf(state: FollowState, viewport: Viewport): { window: RowWindow; hold: number | null } {
  const visible = Math.ceil(viewport.height / viewport.rowHeight) + 1
  if (state.following) return { window: { at: 'end', count: visible + OVERSCAN }, hold: null }
  const top = state.base + Math.floor(Math.max(0, viewport.scrollTop) / viewport.rowHeight)
  return {
    window: { at: Math.max(state.base, top - OVERSCAN), count: visible + 2 * OVERSCAN },
    hold: Math.max(0, top - HELD_ABOVE),
  }
}
