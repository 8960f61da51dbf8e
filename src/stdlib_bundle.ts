/** `pytracify/stdlib` without a host: importing it provides the whole library, texts included. */
import texts from 'library:texts'
import './library/tables'
import './stdlib/index'
import { provideTexts } from './vm/library'

provideTexts({
  find: (name) => (Object.hasOwn(texts, name) ? { source: () => texts[name], code: () => undefined } : undefined),
})
