import Link from 'next/link'
import { Badge } from '#components/ui/badge.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { type Measured, measured } from './measured.ts'

/** MeasuredPage is the documentation of how fast Keystream is: every figure with its reference, its date and its command. */
export function MeasuredPage() {
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-8">
      <header className="flex flex-col gap-2">
        <p className="text-sm">
          <Link href="/" className="text-accent hover:underline">
            Keystream
          </Link>
        </p>
        <h1 className="text-xl font-semibold tracking-tight">How fast it is</h1>
        <p className="max-w-prose text-muted">
          Each row is printed by one command on one real Apache Kafka, with its reference beside it in the
          same run: another machine gives other figures, and nearly the same ratios. What was missed stands
          here too.
        </p>
      </header>
      {measured.map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </main>
  )
}

function Group({ group: { title, rows } }: { group: Measured }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">{title}</h2>
      <TableFrame label={title}>
        <Table className="sm:min-w-3xl">
          <TableHead>
            <TableRow>
              <Th>Measured</Th>
              <Th>Keystream</Th>
              <Th className="max-sm:hidden">Reference</Th>
              <Th className="max-sm:hidden">Wanted</Th>
              <Th className="max-sm:hidden">When, and how</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {rows.map(({ what, ours, reference, wanted, met, when, command }) => (
              <TableRow key={what}>
                <Td className="w-2/5 align-top max-sm:w-3/5">
                  {what}
                  <span className="mt-1 block text-xs text-muted sm:hidden">
                    {reference !== undefined && <span className="block">Reference: {reference}</span>}
                    <span className="block">Wanted: {wanted}</span>
                    <span className="block">{when}</span>
                    <span className="block font-mono">npm run bench -- {command}</span>
                  </span>
                </Td>
                <Td className="align-top font-medium tabular-nums">
                  {ours}
                  <span className="mt-1 block sm:hidden">
                    <Verdict met={met} />
                  </span>
                </Td>
                <Td className="align-top tabular-nums text-muted max-sm:hidden">{reference ?? 'none'}</Td>
                <Td className="align-top max-sm:hidden">
                  <span className="mr-1.5">{wanted}</span>
                  <Verdict met={met} />
                </Td>
                <Td className="align-top text-xs text-muted max-sm:hidden">
                  {when}
                  <div className="font-mono">npm run bench -- {command}</div>
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  )
}

function Verdict({ met }: { met: boolean }) {
  return <Badge tone={met ? 'ok' : 'warn'}>{met ? 'met' : 'missed'}</Badge>
}
