import Link from 'next/link'
import type { ReactNode } from 'react'
import { AsvsTables } from './asvs-tables.tsx'
import { KeptTable } from './kept-table.tsx'
import { ProofsTable } from './proofs-table.tsx'
import { ThreatsTable } from './threats-table.tsx'

const parts = [
  ['threats', 'Against what it guards'],
  ['kept', 'What is kept where'],
  ['accounts', 'Accounts and sessions'],
  ['connections', 'Where Keystream connects to'],
  ['operator', 'What an operator must do'],
  ['not-promised', 'What is not promised'],
  ['tried', 'What is tried against it'],
  ['asvs', 'OWASP ASVS 5.0, levels 1 and 2'],
] as const

/** SecurityPage is the documentation of how Keystream keeps secrets: for who decides to trust it, and who runs it. */
export function SecurityPage() {
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-8">
      <header className="flex flex-col gap-2">
        <p className="text-sm">
          <Link href="/" className="text-accent hover:underline">
            Keystream
          </Link>
        </p>
        <h1 className="text-xl font-semibold tracking-tight">How Keystream keeps secrets</h1>
        <p className="max-w-prose text-muted">
          Its word: a stolen database is useless without the master key; a member who may use a credential
          can’t read it; whoever saw or used it stands in the audit log; a credential never travels to a
          server that its owner did not name.
        </p>
        <nav aria-label="On this page">
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {parts.map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`} className="text-accent hover:underline">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <Part id="threats">
        <ThreatsTable />
      </Part>
      <Part id="kept">
        <KeptTable />
      </Part>
      <Part id="accounts">
        <List>
          <li>
            The first owner is made with a one-time token that the server prints, good for 60 minutes, or on
            the host with <code>keystream owner create</code>. Everybody else is invited: once, within 72
            hours, for one address, with the role that the inviter chose.
          </li>
          <li>
            Ways in: password, with a second factor (time-based code or recovery code) where a person has set
            one up; a passkey; single sign-on where the operator has configured a provider; an API token, for
            scripts, with one team, a role and scopes, for 90 days at most.
          </li>
          <li>
            A forgotten password is set anew by a link, once, within 60 minutes: by e-mail, or from an owner
            or admin who manages the person in every team they are in, or on the host with{' '}
            <code>keystream owner reset</code>. Every session ends; the second factor stays.
          </li>
          <li>
            Five wrong passwords in 15 minutes for an account from an address, or twenty from an address, and
            further tries wait. There is no lasting lock, so nobody can lock somebody else out.
          </li>
          <li>
            A session ends after 30 minutes without a request and after 12 hours whatever happens; at once
            when its person is disabled, loses a role or changes the password. Streams and jobs end within 5
            seconds. One may have several sessions; they are listed and ended on the account page.
          </li>
          <li>
            Revealing a secret, exporting (which carries only profiles whose secrets one may reveal), making a
            token, changing roles or a second factor ask for the password or a code again; that is good for
            five minutes, in that session alone.
          </li>
        </List>
      </Part>
      <Part id="connections">
        <List>
          <li>To brokers that profiles name, and to the addresses that those brokers advertise.</li>
          <li>
            To PostgreSQL, the mail server, the identity provider, syslog and the webhook, where its operator
            configures them. These are not subject to the egress policy, which is for what people enter.
          </li>
          <li>
            Never to loopback, link-local, cloud metadata, multicast, reserved ranges, its own addresses or
            its database, unless <code>KEYSTREAM_EGRESS_ALLOW</code> names one of these ranges itself.
          </li>
          <li>Pages load nothing from other sites, and nothing is reported anywhere.</li>
        </List>
      </Part>
      <Part id="operator">
        <List>
          <li>
            Put TLS in front, set <code>KEYSTREAM_PUBLIC_URL</code> to the https address, and{' '}
            <code>KEYSTREAM_ADDRESS_HEADER</code> to the one header in which the proxy writes the caller’s
            address, or throttles see one caller.
          </li>
          <li>
            Keep a copy of the master key where the database’s backups are not. Without it nothing can be
            opened, by nobody. Rotate it with <code>keystream keys rotate</code> once a year and when somebody
            who could read it leaves.
          </li>
          <li>
            Back up the database, try the restore, and keep backups no longer than your rules allow: what was
            deleted is still in them, sealed.
          </li>
          <li>
            Give the server a database account of its own, and the host’s shell to few:{' '}
            <code>keystream owner create</code> makes an owner for whoever has both the shell and the master
            key.
          </li>
          <li>
            Keep the log, or <code>KEYSTREAM_AUDIT_SYSLOG</code> or <code>KEYSTREAM_AUDIT_WEBHOOK</code>,
            where this host can’t change it, and run <code>keystream audit verify --checkpoints</code> on it.
          </li>
          <li>Keep the host’s clock right, set KEYSTREAM_METRICS_TOKEN, and install updates.</li>
        </List>
      </Part>
      <Part id="not-promised">
        <List>
          <li>
            Who controls the running server’s process or memory, or holds both database and master key, can
            read every credential.
          </li>
          <li>
            Who may produce or read records does so with the credential’s full rights; Keystream narrows them
            by grants, not by content.
          </li>
          <li>
            A secret that was revealed is known. Only a rotation in Juju takes it back; Keystream says who saw
            it.
          </li>
          <li>A listener without TLS carries records in the clear; with SCRAM not the password, though.</li>
          <li>
            Somebody who can write to the database can delete it, or put back an old copy: only a checkpoint
            kept elsewhere tells.
          </li>
          <li>Nobody independent has audited this version.</li>
        </List>
      </Part>
      <Part id="tried">
        <ProofsTable />
      </Part>
      <Part id="asvs">
        <AsvsTables />
      </Part>
    </main>
  )
}

function Part({ id, children }: { id: (typeof parts)[number][0]; children: ReactNode }) {
  const title = parts.find((part) => part[0] === id)?.[1]
  return (
    <section className="flex flex-col gap-3">
      <h2 id={id} className="scroll-mt-4 text-lg font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

function List({ children }: { children: ReactNode }) {
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-2 pl-5 [&_code]:font-mono [&_code]:text-sm">
      {children}
    </ul>
  )
}
