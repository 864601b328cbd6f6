import { withCode } from '#components/profiles/issue-list.tsx'
import { productName } from '#components/profiles/product-name.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { FoundCredential, ImportFile } from '#lib/client/read-import-file.ts'

/** More of one file than this are counted and not named. */
const MAX_NAMED = 8

export interface ImportPreviewProps {
  files: readonly Extract<ImportFile, { kind: 'pastes' }>[]
}

/** ImportPreview says what the chosen files were understood to hold, before anything is sent. */
export function ImportPreview({ files }: ImportPreviewProps) {
  const found = files.reduce((sum, file) => sum + file.found.length, 0)
  const problems = files.reduce((sum, file) => sum + file.problems.length, 0)
  return (
    <Panel
      title={`${found} ${found === 1 ? 'credential' : 'credentials'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`}
      aside={problems > 0 && <Badge tone="warn">{problems} can’t be used</Badge>}
      flush
    >
      <ul>
        {files.map((file) => (
          <li key={file.name} className="border-b border-line px-3 py-2 last:border-b-0">
            <p className="font-mono text-sm break-all">{file.name}</p>
            {file.found.length > 0 && <p className="text-sm text-muted">{wordsOf(file.found)}</p>}
            {file.problems.map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of a file never changes
              <p key={index} className="text-sm text-bad">
                {withCode(problem)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function wordsOf(found: readonly FoundCredential[]): string {
  const named = found
    .slice(0, MAX_NAMED)
    .map(({ product, username }) => [productName(product), username].filter(Boolean).join(' · '))
  const more = found.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
