'use client'

import { RightsSummary } from '#components/check/rights-summary.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Panel } from '#components/ui/panel.tsx'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import type { CredentialFacts } from '#lib/shared/credential.ts'
import { CredentialFactsList } from './credential-facts.tsx'
import { credentialKey } from './credential-key.ts'
import { productName } from './product-name.ts'
import { summarizeFacts } from './summarize-profile.ts'

export interface PastePreviewProps {
  products: readonly CredentialFacts[]
  chosen: string | null
  onChoose: (key: string) => void
}

/** PastePreview shows what was understood, product by product; of several, one is chosen to be saved. */
export function PastePreview({ products, chosen, onChoose }: PastePreviewProps) {
  const only = products.length === 1 ? products[0] : undefined
  if (only) return <Understood facts={only} />
  const picked = products.find((facts) => credentialKey(facts) === chosen)
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1.5 font-medium">
          This paste holds {products.length} credentials. Save which first?
        </legend>
        {products.map((facts) => (
          <Choice
            key={credentialKey(facts)}
            facts={facts}
            checked={credentialKey(facts) === chosen}
            onChoose={() => onChoose(credentialKey(facts))}
          />
        ))}
      </fieldset>
      {picked && <Understood facts={picked} />}
    </>
  )
}

function Choice({
  facts,
  checked,
  onChoose,
}: {
  facts: CredentialFacts
  checked: boolean
  onChoose: () => void
}) {
  const { target, principal } = summarizeFacts(facts)
  return (
    <label
      className={classNames(
        'flex items-center gap-2.5 rounded-lg border bg-surface px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-accent',
        checked ? 'border-accent' : 'border-line hover:border-edge',
      )}
    >
      <input
        type="radio"
        name="credential"
        checked={checked}
        onChange={onChoose}
        className="size-4 shrink-0 accent-(--accent) outline-none"
      />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{productName(facts.product)}</span>
        {target && <span className="font-mono text-sm break-all"> {target}</span>}
        {principal && <span className="font-mono text-sm break-all text-muted"> {principal}</span>}
      </span>
      {facts.unit && <Badge className="font-mono">{facts.unit}</Badge>}
    </label>
  )
}

function Understood({ facts }: { facts: CredentialFacts }) {
  const rights = facts.product === 'kafka' ? predictRights(facts) : []
  return (
    <Panel title={productName(facts.product)} aside={<Badge tone="ok">understood</Badge>} flush>
      <div className="px-3 py-2">
        <CredentialFactsList facts={facts} />
      </div>
      {rights.length > 0 && (
        <div className="border-t border-line px-3 py-2">
          <h3 className="pb-1 text-sm text-muted">What it may do, by the charm’s rules</h3>
          <RightsSummary rights={rights} />
        </div>
      )}
    </Panel>
  )
}
