/**
 * pytracify without a host: the public API, and of the library what the machine itself imports. The rest is `stdlib_bundle.ts`, imported beside this
 * (`pytracify/stdlib`) or fetched by `loadLibrary()`.
 */
import texts from 'library:core'
import { providePart } from './vm/library'

export * from './index'

providePart(
  { find: (name) => (Object.hasOwn(texts, name) ? { source: () => texts[name], code: () => undefined } : undefined) },
  () => import('./stdlib_bundle'),
)
