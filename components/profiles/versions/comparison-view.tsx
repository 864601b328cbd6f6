import { answerWords, rightWords } from '#components/check/right-words.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { Comparison, RightChange } from '#lib/shared/rotation.ts'
import { DifferenceList } from './difference-list.tsx'

const titles = {
  same: 'Nothing differs from the version in use.',
  update: 'An update: the same user, with something changed.',
  rotation: 'A rotation: a new user for the same topic.',
  other: 'This credential continues neither user nor topic of the one in use.',
} as const

/** ComparisonView puts a version beside the one in use: what it says, and what it may do. */
export function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { kind, differences, rights, current } = comparison
  return (
    <div className="flex flex-col gap-3">
      {kind === 'other' ? (
        <Notice
          tone="warn"
          title={titles.other}
          advice="Promote it only if this profile is meant to point somewhere else from now on."
        />
      ) : (
        <p className="font-medium">{titles[kind]}</p>
      )}
      {differences.length > 0 && (
        <section aria-label={`Compared with version ${current}`}>
          <DifferenceList differences={differences} />
        </section>
      )}
      {rights.length > 0 && <RightChanges rights={rights} />}
    </div>
  )
}

function RightChanges({ rights }: { rights: readonly RightChange[] }) {
  return (
    <section>
      <h3 className="pb-1 text-sm text-muted">Rights that change</h3>
      <ul className="flex flex-col gap-0.5 text-sm">
        {rights.map(({ id, before, after }) => (
          <li key={id} className="flex flex-wrap gap-x-2">
            <span className="min-w-40">{rightWords[id]}</span>
            <span className={after === 'no' && before === 'yes' ? 'font-medium text-warn' : 'text-muted'}>
              {answerWords[before].toLowerCase()} → {answerWords[after].toLowerCase()}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
