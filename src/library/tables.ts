/** Tables of characters as modules. Importing this file provides them; `scripts/gen_stdlib.ts` writes them into the library pack. */
import { provideCodePages } from '../objects/str_charmaps'
import * as codePages from '../objects/str_charmaps.gen'
import { provideDatabase } from '../stdlib/unicodedata'
import * as database from '../stdlib/unicodedata.gen'
import { provideNames } from '../values/unicode_names'
import * as names from '../values/unicode_names.gen'

export const tables = { names, database, codePages }

provideCodePages(() => codePages)
provideDatabase(() => database)
provideNames(() => names)
