/**
 * The diagnosing parser: patterns of `match`.
 */
import { type Node, Rule } from './peg_core'
import { PegParameters } from './peg_parameters'

export abstract class PegPatterns extends PegParameters {
  protected patterns(): true | null {
    return this.openSequencePattern() ?? this.pattern()
  }

  private pattern(): true | null {
    const m = this.mark
    if (this.orPattern() && this.expect('as') && this.captureTarget()) return true
    this.mark = m
    if (this.callInvalidRules) {
      this.invalidAsPattern()
      this.mark = m
    }
    return this.orPattern()
  }

  private invalidAsPattern(): void {
    const m = this.mark
    if (!this.orPattern() || !this.expect('as')) return
    const wildcard = this.softKeyword('_')
    if (wildcard) this.raiseAt(wildcard, "cannot use '_' as a target")
    if (!this.isName()) {
      const target = this.expression()
      if (target) this.raiseAt(target, 'invalid pattern target')
    }
    this.mark = m
  }

  private orPattern(): true | null {
    return this.gather(() => this.closedPattern(), '|') ? true : null
  }

  private closedPattern(): Node | null {
    const known = this.recall(Rule.closedPattern)
    if (known !== undefined) return known
    const m = this.mark
    const found =
      this.literalPattern() ??
      this.captureTarget() ??
      this.softKeyword('_') ??
      this.valuePattern() ??
      this.groupPattern() ??
      this.sequencePattern() ??
      this.mappingPattern() ??
      this.classPattern()
    return this.remember(Rule.closedPattern, m, found ? this.node('pattern', m) : null)
  }

  /** A number with or without sign, a complex number, strings or a singleton: patterns and keys of mappings. */
  private literalPattern(): true | null {
    const m = this.mark
    this.skip('-')
    if (this.expect('NUMBER') && !this.is('+') && !this.is('-')) return true
    this.mark = m
    if (this.complexNumber()) return true
    if ((this.is('STRING') || this.is('FSTRING_START')) && this.strings()) return true
    return this.expect('None') || this.expect('True') || this.expect('False') ? true : null
  }

  private complexNumber(): true | null {
    const m = this.mark
    this.skip('-')
    const real = this.expect('NUMBER')
    if (!real) return this.fail(m)
    if (/[jJ]$/.test(this.textOf(real))) this.raiseAt(real, 'real number required in complex literal')
    if (!this.expect('+') && !this.expect('-')) return this.fail(m)
    const imaginary = this.expect('NUMBER')
    if (!imaginary) return this.fail(m)
    if (!/[jJ]$/.test(this.textOf(imaginary))) {
      this.raiseAt(imaginary, 'imaginary number required in complex literal')
    }
    return true
  }

  /** A name other than `_` that does not go on as a value, a class or a keyword. */
  private captureTarget(): true | null {
    const m = this.mark
    if (this.softKeyword('_')) return this.fail(m)
    if (!this.expect('NAME')) return null
    return this.is('.') || this.is('(') || this.is('=') ? this.fail(m) : true
  }

  private valuePattern(): true | null {
    const m = this.mark
    if (!this.attr()) return null
    return this.is('.') || this.is('(') || this.is('=') ? this.fail(m) : true
  }

  /** `a.b`, `a.b.c`. */
  private attr(): true | null {
    const m = this.mark
    return this.nameOrAttr() > 1 ? true : this.fail(m)
  }

  /** How many names with dots between there are. */
  private nameOrAttr(): number {
    if (!this.expect('NAME')) return 0
    for (let n = 1; ; n++) {
      const end = this.mark
      if (!this.expect('.') || !this.expect('NAME')) {
        this.mark = end
        return n
      }
    }
  }

  private groupPattern(): true | null {
    const m = this.mark
    return this.expect('(') && this.pattern() && this.expect(')') ? true : this.fail(m)
  }

  private sequencePattern(): true | null {
    const m = this.mark
    if (this.expect('[')) {
      this.maybeSequencePattern()
      return this.expect(']') ? true : this.fail(m)
    }
    if (this.expect('(')) {
      this.openSequencePattern()
      return this.expect(')') ? true : this.fail(m)
    }
    return null
  }

  private openSequencePattern(): true | null {
    const m = this.mark
    if (!this.maybeStarPattern() || !this.expect(',')) return this.fail(m)
    this.maybeSequencePattern()
    return true
  }

  private maybeSequencePattern(): void {
    if (this.gather(() => this.maybeStarPattern())) this.skip(',')
  }

  private maybeStarPattern(): true | null {
    return this.starPattern() ? true : this.pattern()
  }

  private starPattern(): Node | null {
    const known = this.recall(Rule.starPattern)
    if (known !== undefined) return known
    const m = this.mark
    const found = this.expect('*') && (this.captureTarget() ?? this.softKeyword('_'))
    return this.remember(Rule.starPattern, m, found ? this.node('pattern', m) : this.fail(m))
  }

  private mappingPattern(): true | null {
    const m = this.mark
    if (!this.expect('{')) return null
    if (this.expect('}')) return true
    if (this.doubleStarPattern()) {
      this.skip(',')
      if (this.expect('}')) return true
      this.mark = m + 1
    }
    if (!this.gather(() => this.keyValuePattern())) return this.fail(m)
    const end = this.mark
    if (this.expect(',') && this.doubleStarPattern()) {
      this.skip(',')
      if (this.expect('}')) return true
    }
    this.mark = end
    this.skip(',')
    return this.expect('}') ? true : this.fail(m)
  }

  private keyValuePattern(): true | null {
    const m = this.mark
    return (this.literalPattern() ?? this.attr()) && this.expect(':') && this.pattern() ? true : this.fail(m)
  }

  private doubleStarPattern(): true | null {
    const m = this.mark
    return this.expect('**') && this.captureTarget() ? true : this.fail(m)
  }

  private classPattern(): true | null {
    const m = this.mark
    if (!this.nameOrAttr() || !this.expect('(')) return this.fail(m)
    const inside = this.mark
    if (this.expect(')')) return true
    if (this.positionalPatterns()) {
      const end = this.mark
      this.skip(',')
      if (this.expect(')')) return true
      this.mark = end
      if (this.expect(',') && this.keywordPatterns()) {
        this.skip(',')
        if (this.expect(')')) return true
      }
      this.mark = inside
    } else if (this.keywordPatterns()) {
      this.skip(',')
      if (this.expect(')')) return true
      this.mark = inside
    }
    if (this.callInvalidRules) {
      this.mark = inside
      this.invalidClassArguments()
    }
    return this.fail(m)
  }

  private invalidClassArguments(): void {
    const m = this.mark
    if (!(this.positionalPatterns() && this.expect(','))) this.mark = m
    if (!this.keywordPatterns() || !this.expect(',')) return
    const late = this.positionalPatterns()
    if (late) this.raiseRange(late[0]!, late[late.length - 1]!, 'positional patterns follow keyword patterns')
  }

  private positionalPatterns(): Node[] | null {
    return this.gather(() => {
      const m = this.mark
      return this.pattern() ? this.node('pattern', m) : null
    })
  }

  private keywordPatterns(): true[] | null {
    return this.gather(() => {
      const m = this.mark
      return this.expect('NAME') && this.expect('=') && this.pattern() ? (true as const) : this.fail(m)
    })
  }
}
