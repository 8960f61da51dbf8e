/**
 * Where the library modules written in Python come from. The machine carries none of them: a file beside the bundle, a module of the bundle or the sources
 * themselves are provided from outside (`src/library/`), once for all interpreters.
 */

/** A module written in Python. */
export interface LibraryModule {
  source: () => string
  /** The compiled code (`compile/pack.ts`), undefined where there is none. */
  code: () => Uint8Array | undefined
}

export interface LibraryTexts {
  /** A module by its dotted name, a package as `name.__init__`. */
  find(name: string): LibraryModule | undefined
}

let texts: LibraryTexts | undefined
const compiled = new Map<string, Uint8Array>()

let complete = true
let loader: (() => Promise<unknown>) | undefined

export function provideTexts(given: LibraryTexts): void {
  texts = given
  complete = true
  compiled.clear()
}

/** Provides a part, and what provides the rest; nothing where the whole is there already: modules that import both run in either order. */
export function providePart(given: LibraryTexts, load: () => Promise<unknown>): void {
  if (texts !== undefined) return
  texts = given
  loader = load
  complete = false
}

/**
 * Provides the whole library where it is not there already. In Node it always is. In a browser the bundle carries the language and little else, until this, or
 * an import of `pytracify/stdlib`, has brought the modules, the names of characters and the code pages.
 */
export async function loadLibrary(): Promise<void> {
  if (!complete) await loader?.()
}

/** Said of what is missing because the library is not there: nothing where it is. */
export const libraryHint = (): string =>
  complete ? '' : " (the library is not loaded: import 'pytracify/stdlib', or await loadLibrary())"

/** A module of the library, by the name it is imported by. */
export function libraryModule(name: string): (LibraryModule & { isPackage: boolean }) | undefined {
  for (const isPackage of [false, true]) {
    const full = isPackage ? `${name}.__init__` : name
    const module = texts?.find(full)
    if (module === undefined) continue
    return { source: module.source, code: () => compiled.get(full) ?? module.code(), isPackage }
  }
  return undefined
}

/** Keeps code that had to be compiled, for the other interpreters of the process. */
export function keepCompiled(name: string, isPackage: boolean, code: Uint8Array): void {
  compiled.set(isPackage ? `${name}.__init__` : name, code)
}
