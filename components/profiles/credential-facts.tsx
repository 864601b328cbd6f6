import { LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Fact, Facts } from '#components/ui/facts.tsx'
import type { CredentialFacts, KafkaFacts, OtherFacts } from '#lib/shared/credential.ts'
import { CertificateList } from './certificate-list.tsx'
import { protocolWords } from './protocol-words.ts'

/** CredentialFactsList shows all that a credential says about itself; of its secrets only that they are there. */
export function CredentialFactsList({ facts }: { facts: CredentialFacts }) {
  return (
    <Facts>
      {facts.product === 'kafka' ? <KafkaRows facts={facts} /> : <OtherRows facts={facts} />}
      {facts.certificateAuthorities.length > 0 && (
        <Fact name={facts.certificateAuthorities.length === 1 ? 'Authority' : 'Authorities'}>
          <CertificateList certificates={facts.certificateAuthorities} />
        </Fact>
      )}
      {facts.secrets.length > 0 && (
        <Fact name="Secrets">
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            <LockKeyhole aria-hidden className="size-3.5 text-muted" />
            <span className="font-mono">{facts.secrets.join(', ')}</span>
          </span>
        </Fact>
      )}
      {facts.unit && (
        <Fact name="Unit" mono>
          {facts.unit}
        </Fact>
      )}
      {facts.notes.length > 0 && (
        <Fact name="Notes">
          {facts.notes.map((note) => (
            <p key={note} className="text-muted">
              {note}
            </p>
          ))}
        </Fact>
      )}
    </Facts>
  )
}

function KafkaRows({ facts }: { facts: KafkaFacts }) {
  return (
    <>
      <Fact name="Servers" mono>
        <List items={facts.bootstrapServers} copy="Copy servers" />
      </Fact>
      <Fact name="Protocol">
        <span className="flex flex-wrap gap-x-2 font-mono">
          {facts.securityProtocol}
          {facts.saslMechanism && <span className="whitespace-nowrap text-muted">{facts.saslMechanism}</span>}
        </span>
        <span className="block text-xs text-muted">{protocolWords[facts.securityProtocol]}</span>
      </Fact>
      <Fact name="Principal" mono>
        {facts.username ?? <None>the client certificate’s name</None>}
      </Fact>
      <Fact name="Topic" mono>
        {facts.topic === null ? (
          <None>not named</None>
        ) : (
          <>
            {facts.topic}
            {facts.topicPrefix && (
              <span className="font-sans text-muted">* · every topic that begins so</span>
            )}
          </>
        )}
      </Fact>
      <Fact name="Group prefix" mono>
        {facts.consumerGroupPrefix ?? <None>none</None>}
      </Fact>
      <Fact name="Roles">
        {facts.roles === null ? (
          <None>the paste does not say</None>
        ) : facts.roles.length === 0 ? (
          <None>none</None>
        ) : (
          <span className="font-mono">{facts.roles.join(', ')}</span>
        )}
      </Fact>
      {facts.entityPermissions.length > 0 && (
        <Fact name="Extra grants">
          {facts.entityPermissions.map((each) => (
            <span key={`${each.resourceType} ${each.resourceName}`} className="block">
              {each.resourceType.toLowerCase()} <span className="font-mono">{each.resourceName}</span>:{' '}
              {each.privileges.join(', ').toLowerCase()}
            </span>
          ))}
        </Fact>
      )}
    </>
  )
}

function OtherRows({ facts }: { facts: OtherFacts }) {
  return (
    <>
      {Object.entries(facts.facts)
        .filter(([name]) => name !== 'username')
        .map(([name, value]) => (
          <Fact key={name} name={name} mono>
            {name.endsWith('endpoints') ? <List items={value.split(',')} copy={`Copy ${name}`} /> : value}
          </Fact>
        ))}
      {facts.username && (
        <Fact name="username" mono>
          {facts.username}
        </Fact>
      )}
    </>
  )
}

function List({ items, copy }: { items: readonly string[]; copy: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="min-w-0 flex-1">
        {items.map((item) => (
          <span key={item} className="block break-all">
            {item}
          </span>
        ))}
      </span>
      <CopyButton text={items.join(',')} label={copy} className="-my-1" />
    </span>
  )
}

function None({ children }: { children: ReactNode }) {
  return <span className="font-sans text-muted">{children}</span>
}
