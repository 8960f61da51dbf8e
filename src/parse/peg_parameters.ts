/**
 * The diagnosing parser: parameters of `def` and `lambda`, and type parameters.
 *
 * The two kinds of parameter list differ in annotations, in what closes the list (`)` or `:`) and in a few messages; one set of
 * rules with a `ParameterStyle` serves both.
 */
import { type Node, Rule, type Extent } from './peg_core'
import { PegExpressions } from './peg_expressions'

/** `def` or `lambda`. */
interface ParameterStyle {
  lambda: boolean
  /** What ends the list. */
  close: ')' | ':'
}

const DEF: ParameterStyle = { lambda: false, close: ')' }
const LAMBDA: ParameterStyle = { lambda: true, close: ':' }

export abstract class PegParameters extends PegExpressions {
  /** `[params]` of a `def`. */
  protected params(): true | null {
    return this.parameterList(DEF)
  }

  protected lambdaParams(): true | null {
    return this.parameterList(LAMBDA)
  }

  private parameterList(style: ParameterStyle): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidParameters(style)
      this.mark = m
    }
    return this.parameters(style)
  }

  private parameters(style: ParameterStyle): true | null {
    const m = this.mark
    if (this.slashNoDefault(style)) {
      this.many(() => this.paramNoDefault(style))
      this.many(() => this.paramWithDefault(style))
      this.starEtc(style)
      return true
    }
    if (this.slashWithDefault(style)) {
      this.many(() => this.paramWithDefault(style))
      this.starEtc(style)
      return true
    }
    if (this.many(() => this.paramNoDefault(style))) {
      this.many(() => this.paramWithDefault(style))
      this.starEtc(style)
      return true
    }
    if (this.many(() => this.paramWithDefault(style))) {
      this.starEtc(style)
      return true
    }
    return this.starEtc(style) ?? this.fail(m)
  }

  /** Zero or more; how many. */
  private many(item: () => unknown): number {
    let n = 0
    while (item()) n++
    return n
  }

  /** `a, b, /`. */
  private slashNoDefault(style: ParameterStyle): true | null {
    const m = this.mark
    return this.many(() => this.paramNoDefault(style)) && this.slash(style) ? true : this.fail(m)
  }

  /** `a, b=1, /`. */
  private slashWithDefault(style: ParameterStyle): true | null {
    const m = this.mark
    this.many(() => this.paramNoDefault(style))
    return this.many(() => this.paramWithDefault(style)) && this.slash(style) ? true : this.fail(m)
  }

  private slash(style: ParameterStyle): boolean {
    return this.expect('/') !== null && (this.expect(',') !== null || this.is(style.close))
  }

  private starEtc(style: ParameterStyle): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidStarEtc(style)
      this.mark = m
    }
    if (this.expect('*')) {
      let found = this.paramNoDefault(style) !== null
      if (!found && !style.lambda) {
        this.mark = m + 1
        found = this.paramStarAnnotation()
      }
      if (found) this.many(() => this.paramMaybeDefault(style))
      else {
        this.mark = m + 1
        found = this.expect(',') !== null && this.many(() => this.paramMaybeDefault(style)) > 0
      }
      if (found) {
        this.kwds(style)
        return true
      }
    }
    this.mark = m
    return this.kwds(style)
  }

  private kwds(style: ParameterStyle): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidKwds(style)
      this.mark = m
    }
    return this.expect('**') && this.paramNoDefault(style) ? true : this.fail(m)
  }

  /** The comma after a parameter, or the end of the list. */
  private paramEnd(style: ParameterStyle): boolean {
    return this.expect(',') !== null || this.is(style.close)
  }

  private paramNoDefault(style: ParameterStyle): Node | null {
    const m = this.mark
    const param = this.param(style)
    return param && this.paramEnd(style) ? param : this.fail(m)
  }

  private paramWithDefault(style: ParameterStyle): true | null {
    const m = this.mark
    return this.param(style) && this.defaultValue() && this.paramEnd(style) ? true : this.fail(m)
  }

  private paramMaybeDefault(style: ParameterStyle): true | null {
    const m = this.mark
    if (!this.param(style)) return null
    this.defaultValue()
    return this.paramEnd(style) ? true : this.fail(m)
  }

  private param(style: ParameterStyle): Node | null {
    const m = this.mark
    if (!this.expect('NAME')) return null
    if (!style.lambda) {
      const end = this.mark
      if (!(this.expect(':') && this.expression())) this.mark = end
    }
    return this.node('parameter', m)
  }

  /** `*args: *Ts`, the only place of a starred annotation. */
  private paramStarAnnotation(): boolean {
    return (
      this.expect('NAME') !== null && this.expect(':') !== null && this.starExpression() !== null && this.paramEnd(DEF)
    )
  }

  private defaultValue(): true | null {
    const m = this.mark
    if (this.expect('=') && this.expression()) return true
    this.mark = m
    if (this.callInvalidRules) {
      const equals = this.expect('=')
      if (equals && (this.is(')') || this.is(','))) this.raiseAt(equals, 'expected default value expression')
    }
    return this.fail(m)
  }

  private invalidParameters(style: ParameterStyle): void {
    const m = this.mark
    const noDefault = () => this.paramNoDefault(style)
    const maybeDefault = () => this.paramMaybeDefault(style)
    const anySlash = () => this.slashNoDefault(style) ?? this.slashWithDefault(style)

    const slash = this.expect('/')
    if (slash && this.expect(',')) this.raiseAt(slash, 'at least one argument must precede /')

    this.mark = m
    if (anySlash()) {
      this.many(maybeDefault)
      const again = this.expect('/')
      if (again) this.raiseAt(again, '/ may appear only once')
    }

    this.mark = m
    this.slashNoDefault(style)
    this.many(noDefault)
    if (this.slashWithDefault(style) ?? (this.many(() => this.paramWithDefault(style)) > 0 ? true : null)) {
      const late = this.paramNoDefault(style)
      if (late) this.raiseAt(late, 'parameter without a default follows parameter with a default')
    }

    this.mark = m
    this.many(noDefault)
    const open = this.expect('(')
    if (open) {
      const inside = style.lambda ? this.gather(() => this.param(style)) !== null : this.many(noDefault) > 0
      if (inside) {
        this.skip(',')
        const close = this.expect(')')
        if (close) {
          const what = style.lambda ? 'Lambda expression' : 'Function'
          this.raiseRange(open, close, `${what} parameters cannot be parenthesized`)
        }
      }
    }

    this.mark = m
    anySlash()
    this.many(maybeDefault)
    if (this.expect('*') && (this.expect(',') ?? this.paramNoDefault(style))) {
      this.many(maybeDefault)
      const late = this.expect('/')
      if (late) this.raiseAt(late, '/ must be ahead of *')
    }

    this.mark = m
    if (this.many(maybeDefault) && this.expect('/')) {
      const star = this.expect('*')
      if (star) this.raiseAt(star, 'expected comma between / and *')
    }
  }

  private invalidStarEtc(style: ParameterStyle): void {
    const m = this.mark
    const star = this.expect('*')
    if (!star) return
    const bare = 'named arguments must follow bare *'
    if (this.expect(style.close) ?? (this.expect(',') && (this.expect(style.close) ?? this.expect('**')))) {
      // The same words, but for lambda at the last token read.
      if (style.lambda) this.raise(bare)
      this.raiseAt(star, bare)
    }
    this.mark = m + 1
    if (!style.lambda && this.expect(',')) {
      // CPython looks for a type comment here, which reads one more token.
      this.is('TYPE_COMMENT')
    }
    this.mark = m + 1
    if (this.param(style)) {
      const equals = this.expect('=')
      if (equals) this.raiseAt(equals, 'var-positional argument cannot have default value')
    }
    this.mark = m + 1
    if (this.paramNoDefault(style) ?? this.expect(',')) {
      this.many(() => this.paramMaybeDefault(style))
      const again = this.expect('*')
      if (again && (this.paramNoDefault(style) ?? this.expect(','))) {
        this.raiseAt(again, '* argument may appear only once')
      }
    }
  }

  private invalidKwds(style: ParameterStyle): void {
    const m = this.mark
    if (!this.expect('**') || !this.param(style)) return
    const equals = this.expect('=')
    if (equals) this.raiseAt(equals, 'var-keyword argument cannot have default value')
    if (!this.expect(',')) return
    const late: Extent | null = this.param(style) ?? this.expect('*') ?? this.expect('**') ?? this.expect('/')
    if (late) this.raiseAt(late, 'arguments cannot follow var-keyword argument')
    this.mark = m
  }

  // ---- type parameters

  protected typeParams(): true | null {
    const m = this.mark
    if (!this.expect('[')) return null
    const close = this.callInvalidRules && this.expect(']')
    if (close) this.raiseStartingFrom(close, 'Type parameter list cannot be empty')
    if (!this.gather(() => this.typeParam())) return this.fail(m)
    this.skip(',')
    return this.expect(']') ? true : this.fail(m)
  }

  private typeParam(): Node | null {
    const known = this.recall(Rule.typeParam)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.typeParam, m, this.typeParamRaw(m))
  }

  private typeParamRaw(m: number): Node | null {
    if (this.expect('NAME')) {
      const bound = this.mark
      if (!(this.expect(':') && this.expression())) this.mark = bound
      this.typeParamDefault(false)
      return this.node('type parameter', m)
    }
    if (this.callInvalidRules) {
      this.invalidTypeParam()
      this.mark = m
    }
    const starred = this.is('*')
    if (!starred && !this.is('**')) return null
    this.mark++
    if (!this.expect('NAME')) return this.fail(m)
    this.typeParamDefault(starred)
    return this.node('type parameter', m)
  }

  private typeParamDefault(starred: boolean): void {
    const m = this.mark
    if (!(this.expect('=') && (starred ? this.starExpression() : this.expression()))) this.mark = m
  }

  private invalidTypeParam(): void {
    const what = this.is('*') ? 'TypeVarTuple' : this.is('**') ? 'ParamSpec' : null
    if (what === null) return
    this.mark++
    const colon = this.expect('NAME') && this.expect(':')
    const bound = colon && this.expression()
    if (colon && bound) {
      const kind = bound.kind === 'tuple' ? 'constraints' : 'bound'
      this.raiseStartingFrom(colon, `cannot use ${kind} with ${what}`)
    }
  }
}
