/** Proof is a case that could break a promise of this page, and the tests in which it is made to happen. */
export interface Proof {
  readonly when: string
  readonly holds: string
  /** Files of the source; a test of this page checks that they are there. */
  readonly shown: readonly string[]
}

/** proofs: what is tried against the built server from outside, but for those under `lib/` and `app/`. */
export const proofs: readonly Proof[] = [
  {
    when: 'The server is started with no master key, a short one, a sample, or another',
    holds: 'It ends with one line that does not hold the key.',
    shown: ['e2e/start.e2e.ts'],
  },
  {
    when: 'A known secret is pasted, checked, used, refused, exported and revealed, and then looked for',
    holds: 'It is in no file, dump, log, answer, page, stream, browser storage, argument or environment.',
    shown: ['e2e/canary.e2e.ts', 'e2e/story.e2e.ts', 'e2e/reveal.e2e.ts'],
  },
  {
    when: 'Sealed data is moved to another profile or version, or a bit of it is flipped',
    holds: 'It does not open, the attempt is an event, and the others work. Every byte is tried in the file.',
    shown: ['e2e/tampering.e2e.ts', 'lib/server/profiles/tamper.long.test.ts'],
  },
  {
    when: 'The master key is rotated under 50 jobs, killed half-way and run again; or killed twice under seals and opens',
    holds: 'Nothing fails, and the former key is needed for nothing.',
    shown: ['e2e/master-key.e2e.ts', 'lib/server/host/keys.long.test.ts'],
  },
  {
    when: 'Every route is asked by every role, by another team’s owner, and without a session',
    holds: 'It answers as the table says; 404 to another team.',
    shown: [
      'e2e/roles.e2e.ts',
      'app/api/openapi.json/walk.test.ts',
      'lib/server/teams/access-model.long.test.ts',
    ],
  },
  {
    when: 'An operator looks for the password in every answer that he can get',
    holds: 'It is in none.',
    shown: ['e2e/ended-rights.e2e.ts'],
  },
  {
    when: 'Revealing without a proof, with a stale one, another session’s, by GET, from another site',
    holds: 'Refused.',
    shown: ['e2e/reveal.e2e.ts', 'e2e/tampering.e2e.ts'],
  },
  {
    when: 'The audit log can’t be written',
    holds: 'Nothing happens, no secret is shown, and nothing is half done.',
    shown: ['e2e/tampering.e2e.ts'],
  },
  {
    when: 'Audit events are edited, deleted, reordered, or cut off',
    holds: 'Verifying names the first.',
    shown: ['e2e/tampering.e2e.ts', 'lib/server/audit/verify-audit.test.ts'],
  },
  {
    when: 'An editor, or who can write to the database, points a profile at a listener of his own',
    holds: 'It gets nothing that was stored.',
    shown: ['e2e/egress.e2e.ts', 'e2e/tampering.e2e.ts'],
  },
  {
    when: 'Forbidden addresses in every spelling, names that turn to one between two look-ups, brokers that advertise one',
    holds: 'Blocked, and not one packet is sent.',
    shown: ['e2e/egress.e2e.ts', 'lib/server/egress/egress-policy.test.ts'],
  },
  {
    when: 'A server is not the broker: PLAIN only, too few or endless rounds, a wrong signature, endless frames, drips, garbage, a web server, wrong certificates',
    holds: 'Told for what it is within 15 seconds and 50 MB, and the password is not sent.',
    shown: ['e2e/impostors.e2e.ts', 'e2e/failures-api.e2e.ts'],
  },
  {
    when: 'Records hold markup, terminal codes, reversed text, broken UTF-8, five megabytes, __proto__',
    holds: 'They are text, and the page answers.',
    shown: ['e2e/hostile-records.e2e.ts'],
  },
  {
    when: 'A member signs out, is disabled, or loses a role while he watches and a job of his runs',
    holds: 'Session and stream are over within 5 seconds, the job too where the right is gone.',
    shown: ['e2e/ended-rights.e2e.ts', 'e2e/access.e2e.ts'],
  },
]
