'use client'

import { PageError, type PageErrorProps } from '#components/shell/page-error.tsx'
import './globals.css'

export default function GlobalError(props: PageErrorProps) {
  return (
    <html lang="en">
      <body>
        <main>
          <PageError {...props} />
        </main>
      </body>
    </html>
  )
}
