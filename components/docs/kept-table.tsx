import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'

const kept = [
  [
    'Credentials (password, keys, servers, authorities)',
    'Database',
    'AES-256-GCM, a fresh key for each version, wrapped by the master key; bound to team, profile and version',
  ],
  [
    'Master key',
    'A file or variable of the host, never the database',
    'Mode 0400; loss of it is loss of every credential',
  ],
  [
    'Root key (for cookies, audit chain, tokens, fingerprints)',
    'Database',
    'Wrapped by the master key; a key for each purpose by HKDF-SHA-256',
  ],
  [
    'Facts of a profile (names, servers, topic, user, expiry)',
    'Database, in the clear',
    'For lists and search; connections are made from the sealed copy',
  ],
  ['Passwords of people', 'Database', 'Argon2id, 19 MiB, 2 passes, a salt each'],
  [
    'Second factor, recovery codes',
    'Database',
    'Seed encrypted under the root key; codes as HMAC, each good once',
  ],
  ['Sessions', 'Database, and a cookie', 'Random reference, signed; __Host-, Secure, HttpOnly, SameSite=Lax'],
  ['API tokens, invitations, reset links, set-up token', 'Database', 'As a hash; the text is shown once'],
  ['Audit log', 'Database', 'A chain of HMAC-SHA-256; names and counts, no contents, no secrets'],
  ['Records of Kafka', 'Nowhere', 'Shown and passed on; a job keeps counts'],
  ['Server’s log', 'Standard output', 'Typed fields, no bodies, cookies or queries'],
] as const

/** KeptTable says what is kept where, and how it is protected. */
export function KeptTable() {
  return (
    <TableFrame label="What is kept where">
      <Table className="min-w-2xl">
        <TableHead>
          <TableRow>
            <Th>What</Th>
            <Th>Where</Th>
            <Th>How</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {kept.map(([what, where, how]) => (
            <TableRow key={what}>
              <Td className="max-w-72 align-top font-medium">{what}</Td>
              <Td className="max-w-60 align-top">{where}</Td>
              <Td className="align-top text-muted">{how}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}
