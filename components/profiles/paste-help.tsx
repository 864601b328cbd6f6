import { CommandLine } from '#components/ui/command-line.tsx'

/** PasteHelp stands where the preview will be, until there is something to preview. */
export function PasteHelp() {
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-dashed border-line px-4 py-5 lg:min-h-[28.5rem] lg:justify-center lg:px-8">
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">Where the text comes from</p>
        <CommandLine command="juju run data-integrator/leader get-credentials" />
      </div>
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-muted marker:text-faint">
        <li>What you paste is understood here as you type, before anything is sent.</li>
        <li>Saved, it is kept encrypted; its secrets are used, and never shown again.</li>
        <li>Then the check climbs from the server’s name to the last right, and says what to mend.</li>
      </ol>
      <p className="text-sm text-muted">
        Kafka and every other product of data-integrator; one or several in a paste, from one unit or more.
      </p>
    </div>
  )
}
