import { DeadEnd } from './dead-end.tsx'

/** NothingHere stands at addresses that lead nowhere, or nowhere this person may go. */
export function NothingHere() {
  return (
    <DeadEnd title="There is nothing here">
      The address is wrong, what was here is gone, or it belongs to a team that isn’t yours.
    </DeadEnd>
  )
}
