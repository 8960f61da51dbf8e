/** Source of the modules written in Python by dotted name, put in by what bundles (`scripts/library_texts.ts`). */
declare module 'library:texts' {
  const texts: Record<string, string>
  export default texts
}
/** The few of them that the machine itself imports. */
declare module 'library:core' {
  const texts: Record<string, string>
  export default texts
}
