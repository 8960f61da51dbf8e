/** The editor: CodeMirror with Python highlighting, and the marks of the current step. */
import { python } from '@codemirror/lang-python'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup, EditorView } from 'codemirror'
import type { Span } from '../trace/step'

interface Mark {
  line: number | null
  span: Span | null
}

/** Colours come from the page, so they follow its theme. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: 'var(--name)' },
  { tag: tags.comment, color: 'var(--comment)', fontStyle: 'italic' },
])

const setMark = StateEffect.define<Mark>()
const lineMark = Decoration.line({ class: 'cm-step-line' })
const spanMark = Decoration.mark({ class: 'cm-step-span' })

/** Character offset in a line of a column counted in UTF-8 bytes. */
function column(text: string, bytes: number): number {
  let n = 0
  let i = 0
  while (i < text.length && n < bytes) {
    const c = text.codePointAt(i)!
    n += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
    i += c > 0xffff ? 2 : 1
  }
  return i
}

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, tr) {
    let next = tr.docChanged ? Decoration.none : value
    for (const effect of tr.effects) {
      if (!effect.is(setMark)) continue
      const { line, span } = effect.value
      const { doc } = tr.state
      const ranges = []
      if (line !== null && line >= 1 && line <= doc.lines) ranges.push(lineMark.range(doc.line(line).from))
      if (span && span[0] >= 1 && span[2] <= doc.lines) {
        const first = doc.line(span[0])
        const last = doc.line(span[2])
        const from = first.from + column(first.text, span[1])
        const to = last.from + column(last.text, span[3])
        if (to > from) ranges.push(spanMark.range(from, to))
      }
      next = Decoration.set(ranges, true)
    }
    return next
  },
  provide: (field) => EditorView.decorations.from(field),
})

export class ProgramEditor {
  private readonly view: EditorView

  constructor(parent: HTMLElement, source: string, run: () => void, changed: () => void) {
    const ran = (): boolean => {
      run()
      return true
    }
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: source,
        extensions: [
          keymap.of([{ key: 'Ctrl-Enter', mac: 'Cmd-Enter', run: ran }]),
          basicSetup,
          syntaxHighlighting(colours),
          python(),
          marks,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed()
          }),
          EditorView.theme({
            '&': { color: 'var(--text)', backgroundColor: 'var(--bg)' },
            '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--dim)', border: 'none' },
            '.cm-cursor': { borderLeftColor: 'var(--text)' },
            '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
          }),
        ],
      }),
    })
  }

  get text(): string {
    return this.view.state.doc.toString()
  }

  set text(source: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: source } })
  }

  mark(line: number | null, span: Span | null): void {
    const effects: StateEffect<unknown>[] = [setMark.of({ line, span })]
    if (line !== null && line >= 1 && line <= this.view.state.doc.lines)
      effects.push(EditorView.scrollIntoView(this.view.state.doc.line(line).from, { y: 'nearest', yMargin: 40 }))
    this.view.dispatch({ effects })
  }
}
