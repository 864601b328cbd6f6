import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'

const threats = [
  [
    'The database or a backup is stolen',
    'It is useless without the master key, which is never in it; tokens are hashes.',
  ],
  [
    'Somebody who writes to the database swaps ciphertexts',
    'A seal opens only for its own team, profile and version; the attempt is an event.',
  ],
  [
    'A member wants the password he works with',
    'It is used on the server alone. Revealing one field needs a right of its own, a fresh proof, and leaves an event, or shows nothing.',
  ],
  [
    'A member points a profile at his own server',
    'Servers change only by pasting the whole credential again: a stored secret never goes to a host that it was not stored with.',
  ],
  [
    'A broker is malicious',
    'TLS is verified; SCRAM proves the server too; advertised addresses, sizes and waits are bounded; records are text that is never run.',
  ],
  [
    'Endpoints are used to look around in the network',
    'The egress policy, on the resolved address at the time of connecting; coarse answers; limits.',
  ],
  [
    'A page of another site acts for a signed-in person',
    'Origin or Sec-Fetch-Site of our own, SameSite cookies, a content security policy with a nonce.',
  ],
  [
    'Passwords are guessed',
    'Throttles for account and address, one answer and one duration for a wrong address and a wrong password.',
  ],
  [
    'Somebody edits the audit log',
    'Verifying names the first event that does not fit; checkpoints kept elsewhere tell of an end that was cut off.',
  ],
  ['One team reaches another’s', 'Every query is scoped by team; what is another’s is not there.'],
  [
    'An API token leaks',
    'It has one team, a role and scopes, ends by itself, can be revoked, never reveals a secret, and begins with ks_ so that scanners find it.',
  ],
] as const

/** ThreatsTable says against what Keystream guards, and how. */
export function ThreatsTable() {
  return (
    <TableFrame label="Threats">
      <Table className="min-w-2xl">
        <TableHead>
          <TableRow>
            <Th>When</Th>
            <Th>Then</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {threats.map(([threat, control]) => (
            <TableRow key={threat}>
              <Td className="w-2/5 align-top font-medium">{threat}</Td>
              <Td className="align-top text-muted">{control}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}
