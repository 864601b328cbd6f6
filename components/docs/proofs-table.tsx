import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { proofs } from './proofs.ts'

/** ProofsTable says what is tried against these promises, and by which tests. */
export function ProofsTable() {
  return (
    <TableFrame label="Tried against them">
      <Table className="min-w-3xl">
        <TableHead>
          <TableRow>
            <Th>When</Th>
            <Th>Then</Th>
            <Th>Shown by</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {proofs.map(({ when, holds, shown }) => (
            <TableRow key={when}>
              <Td className="w-2/5 align-top font-medium">{when}</Td>
              <Td className="align-top text-muted">{holds}</Td>
              <Td className="align-top font-mono text-xs">
                {shown.map((file) => (
                  <div key={file}>{file}</div>
                ))}
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}
