import { Badge } from '#components/ui/badge.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { AsvsState } from './asvs/asvs-row.ts'
import { asvsChapters } from './asvs/chapters.ts'

const tones = { met: 'ok', partly: 'warn', 'not met': 'bad', none: 'neutral' } as const
const words = { met: 'met', partly: 'partly', 'not met': 'not met', none: 'does not apply' } as const

/** AsvsTables shows each requirement with what meets it, or that nothing does. */
export function AsvsTables() {
  return (
    <>
      <p>
        Of {count()} requirements {count('met')} are met, {count('partly')} in part, {count('not met')} are
        not, and {count('none')} speak of what is not here. “Shown by” names the tests and files of the
        source; a test checks that each of them is there.
      </p>
      {asvsChapters.map(({ number, title, rows }) => (
        <section key={number} className="flex flex-col gap-2">
          <h3 className="font-semibold">
            Chapter {number}: {title}
          </h3>
          <TableFrame label={`Chapter ${number}: ${title}`}>
            <Table className="min-w-3xl">
              <TableHead>
                <TableRow>
                  <Th>No.</Th>
                  <Th>Asks for</Th>
                  <Th>State</Th>
                  <Th>How</Th>
                  <Th>Shown by</Th>
                </TableRow>
              </TableHead>
              <tbody>
                {rows.map((row) => (
                  <TableRow key={row.id} className="align-top">
                    <Td className="align-top font-mono text-xs">{row.id}</Td>
                    <Td className="max-w-60 align-top">{row.asks}</Td>
                    <Td className="align-top">
                      <Badge tone={tones[row.state]}>{words[row.state]}</Badge>
                    </Td>
                    <Td className="max-w-80 align-top text-muted">{row.how}</Td>
                    <Td className="align-top font-mono text-xs break-all text-muted">
                      {row.shown.map((file) => (
                        <span key={file} className="block">
                          {file}
                        </span>
                      ))}
                    </Td>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          </TableFrame>
        </section>
      ))}
    </>
  )
}

function count(state?: AsvsState): number {
  const rows = asvsChapters.flatMap((chapter) => chapter.rows)
  return state === undefined ? rows.length : rows.filter((row) => row.state === state).length
}
