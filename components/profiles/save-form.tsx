'use client'

import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { CredentialFacts, KafkaFacts } from '#lib/shared/credential.ts'
import { LabelsInput } from './labels-input.tsx'
import { PemField } from './pem-field.tsx'
import { protocolWords } from './protocol-words.ts'
import { askedOf, protocolOf, type SaveErrors, type SaveForm } from './save-form-state.ts'
import { VerifyHostname } from './verify-hostname.tsx'

export interface SaveFormProps {
  facts: CredentialFacts
  /** The name as proposed or as typed. */
  name: string
  form: SaveForm
  errors: SaveErrors
  onChange: (change: Partial<SaveForm>) => void
}

/** SaveFormFields asks for a name, for labels, and for what this very paste can't tell; for nothing else. */
export function SaveFormFields({ facts, name, form, errors, onChange }: SaveFormProps) {
  const asked = askedOf(facts, form.protocol)
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Name" error={errors.name}>
          {(control) => (
            <Input
              {...control}
              name="profile-name"
              value={name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Labels" aside="optional" error={errors.labels}>
          {(control) => (
            <LabelsInput
              control={control}
              labels={form.labels}
              onLabelsChange={(labels) => onChange({ labels })}
            />
          )}
        </Field>
      </div>
      {facts.product === 'kafka' && asked.protocol && (
        <ProtocolChoice facts={facts} form={form} onChange={onChange} />
      )}
      {facts.product === 'kafka' && asked.topic && (
        <Field
          label="Topic"
          aside="optional"
          error={errors.topic}
          hint={
            asked.topic === 'prefix'
              ? 'One topic of those granted; pages and checks begin with it.'
              : 'The paste names none; pages and checks begin with this one.'
          }
        >
          {(control) => (
            <Input
              {...control}
              mono
              placeholder={asked.topic === 'prefix' ? `${facts.topic ?? ''}…` : 'my-topic'}
              value={form.topic}
              onChange={(event) => onChange({ topic: event.target.value.trim() })}
            />
          )}
        </Field>
      )}
      {asked.certificateAuthority && (
        <PemField
          label="Authority’s certificate (CA)"
          kind="certificate"
          hint="The paste holds none. Without it only certificates of public authorities are trusted."
          value={form.certificateAuthority}
          error={errors.certificateAuthority}
          onValueChange={(certificateAuthority) => onChange({ certificateAuthority })}
        />
      )}
      {asked.clientCertificate && (
        <>
          <PemField
            label="Client certificate"
            kind="certificate"
            hint="With its chain, if it has one. The charm never prints it: it is the one you gave, or were given."
            value={form.clientCertificate}
            error={errors.clientCertificate}
            onValueChange={(clientCertificate) => onChange({ clientCertificate })}
          />
          <PemField
            label="Private key of the client certificate"
            kind="key"
            hint="Kept encrypted like the password, and shown to nobody."
            value={form.clientKey}
            error={errors.clientKey}
            onValueChange={(clientKey) => onChange({ clientKey })}
          />
        </>
      )}
      <Checkbox
        label="Share with the team"
        hint="Everybody may use it within their role, nobody sees its password. Without it: you, owners and admins."
        checked={form.shareWithTeam}
        onCheckedChange={(shareWithTeam) => onChange({ shareWithTeam })}
      />
      {asked.hostname && (
        <VerifyHostname
          checked={form.verifyHostname}
          onCheckedChange={(verifyHostname) => onChange({ verifyHostname })}
        />
      )}
    </div>
  )
}

interface ProtocolChoiceProps {
  facts: KafkaFacts
  form: SaveForm
  onChange: (change: Partial<SaveForm>) => void
}

function ProtocolChoice({ facts, form, onChange }: ProtocolChoiceProps) {
  const chosen = protocolOf(facts, form.protocol)
  const offered = [...new Set([facts.securityProtocol, ...facts.alternativeProtocols])]
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-sm font-medium">
        Protocol
      </span>
      <div>
        <Segmented
          label="Protocol"
          value={chosen}
          options={offered.map((value) => ({ value, label: value }))}
          onValueChange={(protocol) => onChange({ protocol })}
        />
      </div>
      <p className="text-xs text-muted">
        {protocolWords[chosen]}. The paste fits {offered.length === 2 ? 'both' : 'each of these'}; the check
        tells which is right, and the other can be tried from there.
      </p>
    </div>
  )
}
