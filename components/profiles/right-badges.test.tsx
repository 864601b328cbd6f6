import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Right, RightAnswer, RightId } from '#lib/shared/rights.ts'
import { RightBadges } from './right-badges.tsx'

const right = (id: RightId, predicted: RightAnswer, proved: RightAnswer): Right => ({
  id,
  resource: 'orders',
  predicted,
  proved,
  reason: '',
})

test.each([
  ['proved', [right('topic.write', 'yes', 'yes')], 'Produce: proved by the last check'],
  ['predicted', [right('topic.write', 'yes', 'unknown')], 'Produce: predicted, not proved yet'],
  ['refused', [right('topic.write', 'yes', 'no')], 'Produce: predicted, but the cluster says no'],
  [
    'half proved',
    [right('topic.read', 'yes', 'yes'), right('group.read', 'yes', 'unknown')],
    'Consume: predicted, not proved yet',
  ],
  [
    'proved though not predicted',
    [right('cluster.admin', 'unknown', 'yes')],
    'Admin: proved by the last check',
  ],
  ['refused as predicted', [right('topic.write', 'no', 'no')], 'none'],
  ['unknown', [right('topic.write', 'unknown', 'unknown')], 'not known'],
])('says of a right that is %s', (_what, rights, words) => {
  const { container } = render(<RightBadges rights={rights} />)
  expect(container.textContent).toContain(words)
})
