import { Checkbox } from '#components/ui/checkbox.tsx'

export interface VerifyHostnameProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
}

/** VerifyHostname asks whether the names in the brokers' certificates matter; they do unless somebody says otherwise. */
export function VerifyHostname(props: VerifyHostnameProps) {
  return (
    <Checkbox
      label="Verify the brokers’ host names"
      hint="Off, any server with a certificate of the same authority is taken for a broker. Only for brokers that are reached by names their certificates don’t hold."
      {...props}
    />
  )
}
