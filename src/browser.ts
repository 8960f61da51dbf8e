/** pytracify without a host: the public API, with the library's texts in the bundle. */
import texts from 'library:texts'
import { provideTexts } from './vm/library'

export * from './index'

provideTexts({
  find: (name) => (Object.hasOwn(texts, name) ? { source: () => texts[name], code: () => undefined } : undefined),
})
