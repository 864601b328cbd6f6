import { standBack } from './stand-back.ts'

// At the import, so that the first import of a thread lets the others' work come after it.
standBack()
