/**
 * The diagnosing parser: expressions, comprehensions, calls, f-strings, and targets.
 *
 * A rule is a method: it returns a `Node` (or true) with the mark behind what it matched, or null with the mark where it was.
 * Alternatives are tried in CPython's order, because the first `invalid_` rule that matches decides the message. Where order
 * cannot be seen from outside the grammar is folded: the ladder of binary operators is one loop over precedences, and shared
 * beginnings of alternatives are matched once.
 *
 * The `invalid…` methods stand behind the rule they belong to and are called in the second pass only.
 */
import { Node, PegCore, Rule, type Tok } from './peg_core'
import { reprString } from './tokenize'
import { checkFString, checkNumber, checkStringLiteral, isBytesLiteral } from './literal_check'

/** What a target is for: decides which expressions are wrong and the verb of the message. */
export type TargetKind = 'assign' | 'delete' | 'for'

/** What `args` matched. */
interface Args {
  /** Positional arguments and `*iterables`. */
  positional: Node[]
  /** Whether there is a `**mapping`. */
  unpacksMapping: boolean
  node: Node
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
}

const SHIFT = 4
const SUM = 5
const TERM = 6

const COMPARISONS = new Set(['==', '!=', '<=', '<', '>=', '>', 'in'])
const SOFT_KEYWORDS = ['_', 'case', 'match', 'type']
const AUGMENTED = new Set(['+=', '-=', '*=', '@=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=', '**=', '//='])
const CONVERSIONS = new Set(['s', 'r', 'a'])
const SINGLETONS = new Set(['True', 'False', 'None'])

/** The last expression of a comprehension: where "must be parenthesized" ends. */
interface Clauses {
  lastItem: Node
}

export abstract class PegExpressions extends PegCore {
  // ---- names and simple tokens

  protected name(): Node | null {
    const tok = this.tok
    if (tok.kind !== 'NAME') return null
    this.mark++
    return new Node('name', tok, tok, null, this.textOf(tok))
  }

  protected isName(): boolean {
    return this.kind === 'NAME'
  }

  /** `','.item+`: one or more items; the comma after the last stays. */
  protected gather<N>(item: () => N | null, separator = ','): N[] | null {
    const first = item()
    if (first === null) return null
    const items = [first]
    for (;;) {
      const m = this.mark
      if (!this.expect(separator)) return items
      const next = item()
      if (next === null) {
        this.mark = m
        return items
      }
      items.push(next)
    }
  }

  // ---- expressions and lists of them

  /** `expressions`: a tuple without stars, or one expression. */
  protected expressions(): Node | null {
    return this.tupleOf(this.expressionRule)
  }

  /** `star_expressions`: a tuple, stars allowed, or one expression. */
  protected starExpressions(): Node | null {
    return this.tupleOf(this.starExpressionRule)
  }

  private tupleOf(item: () => Node | null): Node | null {
    const m = this.mark
    const items = this.gather(item)
    if (items === null) return null
    if (!this.expect(',') && items.length === 1) return items[0]!
    return this.node('tuple', m, items)
  }

  protected starExpression(): Node | null {
    const known = this.recall(Rule.starExpression)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.starExpression, m, this.starred() ?? this.expression())
  }

  /** `'*' bitwise_or`. */
  private starred(): Node | null {
    const m = this.mark
    if (!this.expect('*')) return null
    const value = this.bitwiseOr()
    return value === null ? this.fail(m) : this.node('starred', m, [value])
  }

  protected starNamedExpressions(): Node[] | null {
    const items = this.gather(this.starNamedExpressionRule)
    if (items !== null) this.skip(',')
    return items
  }

  protected starNamedExpression(): Node | null {
    return this.starred() ?? this.namedExpression()
  }

  protected yieldExpr(): Node | null {
    const m = this.mark
    if (!this.expect('yield')) return null
    const afterYield = this.mark
    if (this.expect('from')) {
      if (this.expression()) return this.node('yield expression', m)
      this.mark = afterYield
    }
    this.starExpressions()
    return this.node('yield expression', m)
  }

  /** `annotated_rhs`: what may stand to the right of `=`. */
  protected yieldOrStarExpressions(): Node | null {
    return this.yieldExpr() ?? this.starExpressions()
  }

  protected namedExpression(): Node | null {
    const m = this.mark
    const assignment = this.assignmentExpression()
    if (assignment) return assignment
    if (this.callInvalidRules) this.invalidNamedExpression()
    this.mark = m
    return this.expressionNotNamed()
  }

  /** `NAME ':=' expression`. */
  private assignmentExpression(): Node | null {
    const m = this.mark
    return this.name() && this.expect(':=') && this.expression() ? this.node('named expression', m) : this.fail(m)
  }

  /** `expression !':='`. */
  private expressionNotNamed(): Node | null {
    const m = this.mark
    const e = this.expression()
    return e === null || this.is(':=') ? this.fail(m) : e
  }

  private assignmentOrExpression(): Node | null {
    return this.assignmentExpression() ?? this.expressionNotNamed()
  }

  private invalidNamedExpression(): void {
    if (this.recall(Rule.namedInvalid) !== undefined) return
    const m = this.mark
    const e = this.expression()
    if (e && this.expect(':=') && this.expression()) {
      this.raiseAt(e, `cannot use assignment expressions with ${e.kind}`)
    }
    this.mark = m
    const name = this.name()
    if (name && this.expect('=')) {
      const value = this.bitwiseOr()
      if (value && !this.is('=') && !this.is(':=')) {
        this.raiseRange(name, value, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
      }
    }
    this.mark = m
    const excluded = this.list() ?? this.tuple() ?? this.genexp()
    this.mark = m
    if (!excluded && !this.is('True') && !this.is('None') && !this.is('False')) {
      const a = this.bitwiseOr()
      if (a && this.expect('=') && this.bitwiseOr() && !this.is('=') && !this.is(':=')) {
        this.raiseAt(a, `cannot assign to ${a.kind} here. Maybe you meant '==' instead of '='?`)
      }
    }
    this.mark = m
    this.remember(Rule.namedInvalid, m, null)
  }

  protected expression(): Node | null {
    const known = this.recall(Rule.expression)
    if (known !== undefined) return known
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidExpression()
      this.mark = m
      this.invalidLegacyExpression()
      this.mark = m
    }
    return this.remember(Rule.expression, m, this.plainExpression())
  }

  /** A conditional expression, a disjunction or a lambda. */
  private plainExpression(): Node | null {
    const m = this.mark
    const value = this.disjunction()
    if (value === null) return this.lambdef()
    const end = this.mark
    if (this.expect('if') && this.disjunction() && this.expect('else') && this.expression()) {
      return this.node('conditional expression', m)
    }
    this.mark = end
    return value
  }

  private invalidExpression(): void {
    const m = this.mark
    if (!this.atStringPrefixOrSoftKeyword()) {
      const a = this.disjunction()
      const b = a && this.expressionWithoutInvalid()
      if (a && b && !this.isLegacyStatement(a) && this.tokens[this.mark - 1]!.level > 0) {
        this.raiseRange(a, b, 'invalid syntax. Perhaps you forgot a comma?')
      }
    }
    this.mark = m
    const a = this.disjunction()
    if (a && this.expect('if')) {
      const b = this.disjunction()
      if (b && !this.is('else') && !this.is(':')) this.raiseRange(a, b, "expected 'else' after 'if' expression")
    }
    this.mark = m
    const lambda = this.expect('lambda')
    if (lambda) {
      this.lambdaParams()
      const colon = this.expect(':')
      if (colon && this.is('FSTRING_MIDDLE')) {
        this.raiseRange(lambda, colon, 'f-string: lambda expressions are not allowed without parentheses')
      }
    }
  }

  /**
   * `NAME STRING`, where a comma would not help, or a soft keyword. CPython compares only as many letters as the name has, so
   * `c` passes for `case`.
   */
  private atStringPrefixOrSoftKeyword(): boolean {
    const m = this.mark
    const tok = this.expect('NAME')
    if (tok === null) return false
    const string = this.is('STRING')
    this.mark = m
    if (string) return true
    const text = this.textOf(tok)
    return SOFT_KEYWORDS.some((word) => word.startsWith(text))
  }

  private expressionWithoutInvalid(): Node | null {
    const before = this.callInvalidRules
    this.callInvalidRules = false
    const node = this.plainExpression()
    this.callInvalidRules = before
    return node
  }

  private isLegacyStatement(node: Node): boolean {
    return node.kind === 'name' && (node.text === 'print' || node.text === 'exec')
  }

  private invalidLegacyExpression(): void {
    const name = this.name()
    if (!name || this.is('(')) return
    const rest = this.starExpressions()
    if (rest && this.isLegacyStatement(name)) {
      this.raiseRange(name, rest, `Missing parentheses in call to '${name.text}'. Did you mean ${name.text}(...)?`)
    }
  }

  // ---- operators

  protected disjunction(): Node | null {
    const known = this.recall(Rule.disjunction)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.disjunction, m, this.boolOp('or', this.conjunctionRule))
  }

  private conjunction(): Node | null {
    const known = this.recall(Rule.conjunction)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.conjunction, m, this.boolOp('and', this.inversionRule))
  }

  private boolOp(operator: string, operand: () => Node | null): Node | null {
    const m = this.mark
    const items = this.gather(operand, operator)
    if (items === null) return null
    return items.length === 1 ? items[0]! : this.node('expression', m)
  }

  private inversion(): Node | null {
    const known = this.recall(Rule.inversion)
    if (known !== undefined) return known
    const m = this.mark
    if (this.expect('not') && this.inversion()) return this.remember(Rule.inversion, m, this.node('expression', m))
    this.mark = m
    return this.remember(Rule.inversion, m, this.comparison())
  }

  private comparison(): Node | null {
    const m = this.mark
    const left = this.bitwiseOr()
    if (left === null) return null
    let operator = ''
    for (;;) {
      const end = this.mark
      const found = this.comparisonOperator()
      if (found === null || !this.bitwiseOr()) {
        this.mark = end
        break
      }
      operator ||= found
    }
    return operator === '' ? left : this.node('comparison', m, [left], operator)
  }

  private comparisonOperator(): string | null {
    const m = this.mark
    const { kind } = this
    if (COMPARISONS.has(kind)) {
      this.mark++
      return kind
    }
    if (kind === 'not') {
      this.mark++
      return this.expect('in') ? 'not in' : this.fail(m)
    }
    if (kind !== 'is') return null
    this.mark++
    return this.expect('not') ? 'is not' : 'is'
  }

  protected bitwiseOr(): Node | null {
    const known = this.recall(Rule.bitwiseOr)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.bitwiseOr, m, this.binary(1))
  }

  /** Operators of at least this precedence, all left-associative. */
  private binary(lowest: number): Node | null {
    const m = this.mark
    let left: Node | null
    if (lowest > TERM) left = this.factor()
    else if (lowest === TERM) {
      if (this.callInvalidRules) this.invalidFactor()
      left = this.factor()
    } else if (lowest > SHIFT) left = this.binary(TERM)
    else {
      left = this.binary(SUM)
      if (this.callInvalidRules && left !== null) this.invalidArithmetic()
    }
    while (left !== null) {
      const end = this.mark
      const precedence = PRECEDENCE[this.kind]
      if (precedence === undefined || precedence < lowest) break
      this.mark++
      if (!this.binary(precedence + 1)) {
        this.mark = end
        break
      }
      left = this.node('expression', m)
    }
    return left
  }

  /** `- not x`. */
  private invalidFactor(): void {
    const m = this.mark
    const { kind } = this
    if (kind !== '+' && kind !== '-' && kind !== '~') return
    this.mark++
    const not = this.expect('not')
    const operand = not && this.factor()
    if (not && operand) this.raiseRange(not, operand, "'not' after an operator must be parenthesized")
    this.mark = m
  }

  /** `x + not y`, with the mark behind the sum `x`. */
  private invalidArithmetic(): void {
    const m = this.mark
    if ((PRECEDENCE[this.kind] ?? 0) < SUM) return
    this.mark++
    const not = this.expect('not')
    const operand = not && this.inversion()
    if (not && operand) this.raiseRange(not, operand, "'not' after an operator must be parenthesized")
    this.mark = m
  }

  private factor(): Node | null {
    const known = this.recall(Rule.factor)
    if (known !== undefined) return known
    const m = this.mark
    const { kind } = this
    if (kind === '+' || kind === '-' || kind === '~') {
      this.mark++
      const node = this.factor() ? this.node('expression', m) : this.fail(m)
      return this.remember(Rule.factor, m, node)
    }
    let node = this.awaitPrimary()
    if (node !== null) {
      const end = this.mark
      if (this.expect('**') && this.factor()) node = this.node('expression', m)
      else this.mark = end
    }
    return this.remember(Rule.factor, m, node)
  }

  private awaitPrimary(): Node | null {
    const known = this.recall(Rule.awaitPrimary)
    if (known !== undefined) return known
    const m = this.mark
    const isAwait = this.expect('await') !== null
    const value = this.primary()
    const node = value === null ? this.fail(m) : isAwait ? this.node('await expression', m) : value
    return this.remember(Rule.awaitPrimary, m, node)
  }

  // ---- primaries and atoms

  private primary(): Node | null {
    const known = this.recall(Rule.primary)
    if (known !== undefined) return known
    const m = this.mark
    let node = this.atom()
    while (node !== null) {
      const next = this.trailer(m)
      if (next === null) break
      node = next
    }
    return this.remember(Rule.primary, m, node)
  }

  /** `.name`, a call or a subscript behind what began at `m`. */
  private trailer(m: number): Node | null {
    const end = this.mark
    switch (this.kind) {
      case '.':
        this.mark++
        return this.expect('NAME') ? this.node('attribute', m) : this.fail(end)
      case '(':
        if (this.genexp()) return this.node('function call', m)
        this.mark = end + 1
        this.callArguments()
        return this.expect(')') ? this.node('function call', m) : this.fail(end)
      case '[':
        this.bracketAsGenexp()
        this.mark++
        return this.slices() && this.expect(']') ? this.node('subscript', m) : this.fail(end)
      case '{':
        this.bracketAsGenexp()
        return null
      default:
        return null
    }
  }

  /**
   * A generator expression is tried as the argument of a call whatever bracket follows, and its `invalid_comprehension` takes
   * any: so `x {a b}` is told about the comma inside.
   */
  private bracketAsGenexp(): void {
    if (!this.callInvalidRules) return
    const m = this.mark
    this.invalidComprehension()
    this.mark = m
  }

  private slices(): true | null {
    const m = this.mark
    if (this.slice() && !this.is(',')) return true
    this.mark = m
    if (!this.gather(this.sliceOrStarredRule)) return null
    return this.skip(',')
  }

  private slice(): Node | null {
    const m = this.mark
    this.expression()
    if (this.expect(':')) {
      this.expression()
      const end = this.mark
      if (this.expect(':')) {
        this.expression()
        return this.node('slice', m)
      }
      this.mark = end
      return this.node('slice', m)
    }
    this.mark = m
    return this.namedExpression()
  }

  private atom(): Node | null {
    const tok = this.tok
    switch (tok.kind) {
      case 'NAME':
        return this.name()
      case 'True':
      case 'False':
      case 'None':
        this.mark++
        return new Node(tok.kind, tok, tok)
      case 'STRING':
      case 'FSTRING_START':
        return this.strings()
      case 'NUMBER':
        this.mark++
        this.checkNumber(tok)
        return new Node('literal', tok, tok)
      case '(':
        return this.tuple() ?? this.group() ?? this.genexp()
      case '[':
        return this.list() ?? this.listcomp()
      case '{':
        return this.dict() ?? this.set() ?? this.dictcomp() ?? this.setcomp()
      case '...':
        this.mark++
        return new Node('ellipsis', tok, tok)
      default:
        return null
    }
  }

  private group(): Node | null {
    const m = this.mark
    if (this.expect('(')) {
      const inner = this.yieldExpr() ?? this.namedExpression()
      // Parentheses leave the expression's own extent as it is.
      if (inner && this.expect(')')) return inner
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidGroup()
    return this.fail(m)
  }

  private invalidGroup(): void {
    const m = this.mark
    if (!this.expect('(')) return
    const starred = this.starredExpression()
    if (starred && this.expect(')')) this.raiseAt(starred, 'cannot use starred expression here')
    this.mark = m + 1
    const stars = this.expect('**')
    if (stars && this.expression() && this.expect(')')) {
      this.raiseAt(stars, 'cannot use double starred expression here')
    }
  }

  private list(): Node | null {
    const m = this.mark
    if (!this.expect('[')) return null
    const items = this.starNamedExpressions()
    return this.expect(']') ? this.node('list', m, items ?? []) : this.fail(m)
  }

  private tuple(): Node | null {
    const m = this.mark
    if (!this.expect('(')) return null
    const inside = this.mark
    let items: Node[] = []
    const first = this.starNamedExpression()
    if (first && this.expect(',')) items = [first, ...(this.starNamedExpressions() ?? [])]
    else this.mark = inside
    return this.expect(')') ? this.node('tuple', m, items) : this.fail(m)
  }

  private set(): Node | null {
    const m = this.mark
    return this.expect('{') && this.starNamedExpressions() && this.expect('}')
      ? this.node('set display', m)
      : this.fail(m)
  }

  private dict(): Node | null {
    const m = this.mark
    if (!this.expect('{')) return null
    if (this.gather(this.doubleStarredPairRule)) this.skip(',')
    if (this.expect('}')) return this.node('dict literal', m)
    this.mark = m + 1
    // The one `invalid_` rule that CPython tries in the first pass too, as it is only a part of its alternative.
    this.invalidDoubleStarredPairs()
    return this.fail(m)
  }

  /** `'**' bitwise_or` or `key: value`. */
  private doubleStarredPair(): true | null {
    const m = this.mark
    if (this.expect('**') && this.bitwiseOr()) return true
    this.mark = m
    return this.keyValue()
  }

  private keyValue(): true | null {
    const m = this.mark
    return this.expression() && this.expect(':') && this.expression() ? true : this.fail(m)
  }

  private invalidDoubleStarredPairs(): void {
    const m = this.mark
    if (this.gather(this.doubleStarredPairRule) && this.expect(',')) {
      const pair = this.mark
      const key = this.expression()
      if (key && !this.is(':')) {
        const end = this.endColumn(key.last)
        this.raiseKnown(
          'SyntaxError',
          "':' expected after dictionary key",
          key.first.lineno,
          end,
          key.last.endLineno,
          0,
        )
      }
      this.mark = pair
      this.invalidPairValue()
    }
    this.mark = m
    this.invalidPairValue()
  }

  private invalidPairValue(): void {
    const m = this.mark
    if (this.expression() && this.expect(':')) {
      const star = this.expect('*')
      if (star && this.bitwiseOr()) {
        this.raiseStartingFrom(star, 'cannot use a starred expression in a dictionary value')
      }
    }
    this.mark = m
    if (!this.expression()) return
    const colon = this.expect(':')
    if (colon && (this.is('}') || this.is(','))) {
      this.raiseAt(colon, "expression expected after dictionary key and ':'")
    }
  }

  // ---- comprehensions

  private forIfClauses(): Clauses | null {
    let clauses: Clauses | null = null
    for (;;) {
      const clause = this.forIfClause()
      if (clause === null) return clauses
      clauses = clause
    }
  }

  private forIfClause(): Clauses | null {
    const m = this.mark
    this.skip('async')
    if (this.expect('for') && this.starTargets() && this.expect('in')) {
      // After `in` there is no way back to the alternatives.
      let lastItem = this.disjunction()
      if (lastItem === null) return this.fail(m)
      for (;;) {
        const end = this.mark
        const condition = this.expect('if') ? this.disjunction() : null
        if (condition === null) {
          this.mark = end
          return { lastItem }
        }
        lastItem = condition
      }
    }
    this.mark = m
    this.missingIn()
    this.mark = m
    if (this.callInvalidRules) this.invalidForTarget()
    return this.fail(m)
  }

  /** In the first pass too. */
  private missingIn(): void {
    this.skip('async')
    if (!this.expect('for')) return
    if (!this.gather(this.bitwiseOrRule)) return
    this.skip(',')
    if (!this.is('in')) this.raise("'in' expected after for-loop variables")
  }

  protected invalidForTarget(): void {
    this.skip('async')
    if (!this.expect('for')) return
    const target = this.starExpressions()
    if (target) this.raiseInvalidTarget(target, 'for')
  }

  private listcomp(): Node | null {
    const m = this.mark
    if (this.expect('[') && this.namedExpression() && this.forIfClauses() && this.expect(']')) {
      return this.node('list comprehension', m)
    }
    return this.comprehensionFailed(m)
  }

  private setcomp(): Node | null {
    const m = this.mark
    if (this.expect('{') && this.namedExpression() && this.forIfClauses() && this.expect('}')) {
      return this.node('set comprehension', m)
    }
    return this.comprehensionFailed(m)
  }

  protected genexp(): Node | null {
    const m = this.mark
    if (this.expect('(') && this.assignmentOrExpression() && this.forIfClauses() && this.expect(')')) {
      return this.node('generator expression', m)
    }
    return this.comprehensionFailed(m)
  }

  private dictcomp(): Node | null {
    const m = this.mark
    if (this.expect('{') && this.keyValue() && this.forIfClauses() && this.expect('}')) {
      return this.node('dict comprehension', m)
    }
    this.mark = m
    if (this.callInvalidRules && this.expect('{')) {
      const stars = this.expect('**')
      if (stars && this.bitwiseOr() && this.forIfClauses() && this.expect('}')) {
        this.raiseAt(stars, 'dict unpacking cannot be used in dict comprehension')
      }
    }
    return this.fail(m)
  }

  private comprehensionFailed(m: number): null {
    this.mark = m
    if (this.callInvalidRules) this.invalidComprehension()
    return this.fail(m)
  }

  private invalidComprehension(): void {
    const m = this.mark
    const opening = this.kind
    if (opening !== '[' && opening !== '(' && opening !== '{') return
    this.mark++
    const starred = this.starredExpression()
    if (starred && this.forIfClauses()) {
      this.raiseAt(starred, 'iterable unpacking cannot be used in comprehension')
    }
    if (opening === '(') return
    const advice = 'did you forget parentheses around the comprehension target?'
    this.mark = m + 1
    const a = this.starNamedExpression()
    if (a && this.expect(',')) {
      const more = this.starNamedExpressions()
      if (more && this.forIfClauses()) this.raiseRange(a, more[more.length - 1]!, advice)
    }
    this.mark = m + 1
    const only = this.starNamedExpression()
    const comma = only && this.expect(',')
    if (only && comma && this.forIfClauses()) this.raiseRange(only, comma, advice)
  }

  // ---- calls

  /** `[arguments]`. */
  protected callArguments(): Node | null {
    const known = this.recall(Rule.arguments)
    if (known !== undefined) return known
    const m = this.mark
    const args = this.args()
    if (args !== null) {
      this.skip(',')
      if (this.is(')')) return this.remember(Rule.arguments, m, args.node)
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidArguments()
    return this.remember(Rule.arguments, m, this.fail(m))
  }

  private args(): Args | null {
    const m = this.mark
    const positional = this.gather(this.positionalArgumentRule)
    if (positional !== null) {
      const end = this.mark
      let keywords: Keywords | null = null
      if (this.expect(',')) keywords = this.kwargs()
      if (keywords === null) this.mark = end
      return {
        positional: keywords ? positional.concat(keywords.starred) : positional,
        unpacksMapping: keywords?.unpacksMapping ?? false,
        node: this.node('function call', m),
      }
    }
    const keywords = this.kwargs()
    if (keywords === null) return null
    return {
      positional: keywords.starred,
      unpacksMapping: keywords.unpacksMapping,
      node: this.node('function call', m),
    }
  }

  /** `*iterable`, or an expression that no `=` follows. */
  private positionalArgument(): Node | null {
    const starred = this.starredExpression()
    if (starred) return starred
    const m = this.mark
    const e = this.assignmentOrExpression()
    return e === null || this.is('=') ? this.fail(m) : e
  }

  private kwargs(): Keywords | null {
    const keywords: Keywords = { starred: [], unpacksMapping: false }
    const first = this.gather(this.keywordOrStarredRule)
    const end = this.mark
    if (first) {
      for (const item of first) if (item.kind === 'starred') keywords.starred.push(item)
      if (!this.expect(',')) return keywords
    }
    const second = this.gather(this.keywordOrDoubleStarredRule)
    if (second) keywords.unpacksMapping = second.some((item) => item.kind === '**')
    else if (first) this.mark = end
    else return null
    return keywords
  }

  protected starredExpression(): Node | null {
    const m = this.mark
    if (!this.expect('*')) return null
    const value = this.expression()
    if (this.callInvalidRules) {
      const end = this.mark
      if (value && this.expect('=')) {
        const b = this.expression()
        if (b) this.raiseRange(this.tokens[m]!, b, 'cannot assign to iterable argument unpacking')
      }
      this.mark = end
    }
    // In the first pass too, before anything inside the expression can be complained about.
    return value ? this.node('starred', m, [value]) : this.raise('Invalid star expression')
  }

  private keywordOrStarred(): Node | null {
    const m = this.mark
    if (this.callInvalidRules) this.invalidKwarg()
    this.mark = m
    return this.keyword() ?? this.starredExpression()
  }

  private keywordOrDoubleStarred(): Node | null {
    const m = this.mark
    if (this.callInvalidRules) this.invalidKwarg()
    this.mark = m
    const keyword = this.keyword()
    if (keyword) return keyword
    return this.expect('**') && this.expression() ? this.node('**', m) : this.fail(m)
  }

  private keyword(): Node | null {
    const m = this.mark
    return this.expect('NAME') && this.expect('=') && this.expression() ? this.node('keyword', m) : this.fail(m)
  }

  private invalidKwarg(): void {
    const m = this.mark
    if (SINGLETONS.has(this.kind)) {
      const a = this.tok
      this.mark++
      const b = this.expect('=')
      if (b) this.raiseRange(a, b, `cannot assign to ${a.kind}`)
    }
    this.mark = m
    this.invalidComprehensionKeyword()
    this.mark = m
    const isKeyword = this.expect('NAME') !== null && this.is('=')
    this.mark = m
    if (!isKeyword) {
      const a = this.expression()
      const b = a && this.expect('=')
      if (a && b) {
        this.raiseRange(a, b, 'expression cannot contain assignment, perhaps you meant "=="?')
      }
    }
    this.mark = m
    const stars = this.expect('**')
    if (stars && this.expression() && this.expect('=')) {
      const b = this.expression()
      if (b) this.raiseRange(stars, b, 'cannot assign to keyword argument unpacking')
    }
  }

  /** `f(a=b for b in c)`. */
  private invalidComprehensionKeyword(): void {
    const a = this.expect('NAME')
    const b = a && this.expect('=')
    if (a && b && this.expression() && this.forIfClauses()) {
      this.raiseRange(a, b, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
    }
  }

  private invalidArguments(): void {
    const m = this.mark
    // Something `*iterable` may not follow, then one.
    let open = false
    if (this.gather(this.positionalArgumentRule) && this.expect(',') && this.kwargs()) open = true
    if (!open) {
      this.mark = m
      open = this.kwargs() !== null
    }
    if (open) {
      const comma = this.expect(',')
      if (comma && this.gather(this.starredArgumentRule)) {
        this.raiseStartingFrom(comma, 'iterable argument unpacking follows keyword argument unpacking')
      }
    }

    const parenthesize = 'Generator expression must be parenthesized'
    this.mark = m
    const a = this.expression()
    const clauses = a && this.forIfClauses()
    if (a && clauses && this.expect(',')) {
      const end = this.mark
      if (!this.args()) {
        this.mark = end
        if (!(this.expression() && this.forIfClauses())) this.mark = end
      }
      this.raiseRange(a, clauses.lastItem, parenthesize)
    }

    this.mark = m
    this.invalidComprehensionKeyword()

    this.mark = m
    if (!(this.args() && this.expect(','))) this.mark = m
    const name = this.expect('NAME')
    const equals = name && this.expect('=')
    if (name && equals && (this.is(',') || this.is(')'))) {
      this.raiseRange(name, equals, 'expected argument value expression')
    }

    this.mark = m
    const args = this.args()
    const behind = args && this.forIfClauses()
    if (args && behind && args.positional.length > 1) {
      this.raiseRange(args.positional[args.positional.length - 1]!, behind.lastItem, parenthesize)
    }

    this.mark = m
    if (this.args() && this.expect(',')) {
      const last = this.expression()
      const lastClauses = last && this.forIfClauses()
      if (last && lastClauses) this.raiseRange(last, lastClauses.lastItem, parenthesize)
    }

    this.mark = m
    const before = this.args()
    if (before && this.expect(',') && this.args()) {
      this.raise(
        before.unpacksMapping
          ? 'positional argument follows keyword argument unpacking'
          : 'positional argument follows keyword argument',
      )
    }
  }

  private starredArgument(): Node | null {
    const m = this.mark
    const starred = this.starredExpression()
    return starred === null || this.is('=') ? this.fail(m) : starred
  }

  // ---- lambda: the parameters are in peg_parameters.ts

  protected abstract lambdaParams(): true | null

  private lambdef(): Node | null {
    const m = this.mark
    if (!this.expect('lambda')) return null
    this.lambdaParams()
    return this.expect(':') && this.expression() ? this.node('lambda', m) : this.fail(m)
  }

  // ---- literals

  private checkNumber(tok: Tok): void {
    const msg = checkNumber(this.textOf(tok))
    if (msg) this.raiseKnown('SyntaxError', msg, tok.lineno, 0, tok.endLineno, 0)
  }

  protected strings(): Node | null {
    const known = this.recall(Rule.strings)
    if (known !== undefined) return known
    const m = this.mark
    let bytes = 0
    let count = 0
    let formatted = false
    for (;;) {
      const tok = this.tok
      if (tok.kind === 'STRING') {
        this.mark++
        this.checkString(tok)
        if (isBytesLiteral(this.textOf(tok))) bytes++
      } else if (tok.kind === 'FSTRING_START' && this.fstring()) formatted = true
      else break
      count++
    }
    if (count === 0) return this.remember(Rule.strings, m, null)
    if (bytes > 0 && bytes < count) this.raise('cannot mix bytes and nonbytes literals')
    return this.remember(Rule.strings, m, this.node(formatted ? 'f-string expression' : 'literal', m))
  }

  /** What CPython finds when it decodes a literal, in either pass: bad escapes are errors or warnings. */
  private checkString(tok: Tok): void {
    const found = checkStringLiteral(this.textOf(tok))
    if (found === null) return
    if (
      found.warning &&
      !this.callInvalidRules &&
      this.options.onWarning?.('SyntaxWarning', found.warning, tok.lineno) === true
    )
      this.raiseAt(tok, found.warning)
    if (found.nonAscii) this.raiseAt(tok, 'bytes can only contain ASCII literal characters')
    if (found.error) this.raise(found.error)
  }

  /** The same for literal text of an f-string; warnings are for the line where `place` begins. */
  private checkFStringText(tok: Tok, raw: boolean, place: Tok): void {
    const found = checkFString(this.textOf(tok), raw)
    if (found === null) return
    if (
      found.warning &&
      !this.callInvalidRules &&
      this.options.onWarning?.('SyntaxWarning', found.warning, place.lineno) === true
    )
      this.raiseAt(tok, found.warning)
    if (found.error) this.raise(found.error)
  }

  private fstring(): Node | null {
    const m = this.mark
    const start = this.expect('FSTRING_START')
    if (!start) return null
    const raw = /r/i.test(this.textOf(start))
    const texts: Tok[] = []
    for (;;) {
      const tok = this.tok
      if (tok.kind === '{' ? this.replacementField() : false) continue
      if (tok.kind !== 'FSTRING_MIDDLE') break
      this.mark++
      texts.push(tok)
    }
    const end = this.expect('FSTRING_END')
    if (!end) return this.fail(m)
    for (const tok of texts) this.checkFStringText(tok, raw, end)
    return this.node('f-string expression', m)
  }

  private replacementField(): true | null {
    const m = this.mark
    if (this.expect('{') && this.yieldOrStarExpressions()) {
      this.skip('=')
      const conversion = this.conversion()
      this.formatSpec()
      if (this.expect('}')) {
        if (conversion && !CONVERSIONS.has(conversion.text)) {
          const shown = reprString(conversion.text)
          this.raiseAt(conversion, `f-string: invalid conversion character ${shown}: expected 's', 'r', or 'a'`)
        }
        return true
      }
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidReplacementField()
    return this.fail(m)
  }

  /** `!name`. */
  private conversion(): Node | null {
    const m = this.mark
    const bang = this.expect('!')
    const name = bang && this.name()
    if (!bang || !name) return this.fail(m)
    if (bang.lineno !== name.first.lineno || bang.stop !== name.first.start) {
      // The spelling is CPython's.
      this.raiseRange(bang, name, 'f-string: conversion type must come right after the exclamanation mark')
    }
    return name
  }

  private formatSpec(): void {
    if (this.expect(':')) this.formatSpecParts()
  }

  private formatSpecParts(): void {
    for (;;) {
      const tok = this.tok
      if (tok.kind === 'FSTRING_MIDDLE') {
        this.mark++
        // CPython decodes it as if the f-string were not raw, and lets the UnicodeDecodeError of a bad escape through as it is;
        // here that is the usual SyntaxError.
        this.checkFStringText(tok, false, tok)
      } else if (!this.replacementField()) return
    }
  }

  private invalidReplacementField(): void {
    if (!this.expect('{')) return
    const { kind } = this
    if (kind === '=' || kind === '!' || kind === ':' || kind === '}') {
      this.raiseAt(this.tok, `f-string: valid expression required before '${kind}'`)
    }
    if (!this.yieldOrStarExpressions()) this.raiseNext("f-string: expecting a valid expression after '{'")
    if (!this.is('=') && !this.is('!') && !this.is(':') && !this.is('}')) {
      this.raiseNext("f-string: expecting '=', or '!', or ':', or '}'")
    }
    if (this.expect('=') && !this.is('!') && !this.is(':') && !this.is('}')) {
      this.raiseNext("f-string: expecting '!', or ':', or '}'")
    }
    if (this.expect('!')) {
      if (this.is(':') || this.is('}')) this.raiseNext('f-string: missing conversion character')
      if (!this.isName()) this.raiseNext('f-string: invalid conversion character')
      this.mark++
    }
    if (!this.is(':') && !this.is('}')) this.raiseNext("f-string: expecting ':' or '}'")
    if (this.expect(':')) {
      this.formatSpecParts()
      if (!this.is('}')) this.raiseNext("f-string: expecting '}', or format specs")
    } else if (!this.is('}')) this.raiseNext("f-string: expecting '}'")
  }

  // ---- targets

  /** Raises if there is something in `target` that cannot be assigned to or deleted. */
  protected raiseInvalidTarget(target: Node, kind: TargetKind): void {
    const wrong = invalidTarget(target, kind)
    if (wrong) this.raiseAt(wrong, `cannot ${kind === 'delete' ? 'delete' : 'assign to'} ${wrong.kind}`)
  }

  protected isAugmentedAssignment(): boolean {
    return AUGMENTED.has(this.kind)
  }

  protected starTargets(): Node | null {
    const m = this.mark
    const items = this.gather(this.starTargetRule)
    if (items === null) return null
    if (!this.expect(',') && items.length === 1) return items[0]!
    return this.node('tuple', m, items)
  }

  protected starTarget(): Node | null {
    const known = this.recall(Rule.starTarget)
    if (known !== undefined) return known
    const m = this.mark
    let node: Node | null
    if (this.expect('*')) {
      const value = this.is('*') ? null : this.starTarget()
      node = value ? this.node('starred', m, [value]) : this.at(m) && this.targetWithStarAtom()
    } else node = this.targetWithStarAtom()
    return this.remember(Rule.starTarget, m, node)
  }

  private targetWithStarAtom(): Node | null {
    const known = this.recall(Rule.targetWithStarAtom)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.targetWithStarAtom, m, this.attributeOrSubscriptTarget() ?? this.starAtom())
  }

  /** `single_subscript_attribute_target`: an attribute or subscript that no trailer follows. */
  protected attributeOrSubscriptTarget(): Node | null {
    const m = this.mark
    if (!this.targetPrimary()) return null
    const end = this.mark
    if (this.expect('.') && this.expect('NAME') && !this.isTrailer()) return this.node('attribute', m)
    this.mark = end
    if (this.expect('[') && this.slices() && this.expect(']') && !this.isTrailer()) return this.node('subscript', m)
    return this.fail(m)
  }

  private isTrailer(): boolean {
    const { kind } = this
    return kind === '(' || kind === '[' || kind === '.'
  }

  /** `t_primary`: an atom and trailers, as far as another trailer follows. */
  private targetPrimary(): Node | null {
    const known = this.recall(Rule.tPrimary)
    if (known !== undefined) return known
    const m = this.mark
    let node = this.atom()
    if (node !== null && !this.isTrailer()) node = this.fail(m)
    while (node !== null) {
      const end = this.mark
      const next = this.targetTrailer(m)
      if (next === null) {
        this.mark = end
        break
      }
      node = next
    }
    return this.remember(Rule.tPrimary, m, node)
  }

  /** A trailer with another one behind it. Subscripts come before calls, other than in `primary`. */
  private targetTrailer(m: number): Node | null {
    const end = this.mark
    switch (this.kind) {
      case '.':
        this.mark++
        return this.expect('NAME') && this.isTrailer() ? this.node('attribute', m) : this.fail(end)
      case '[':
        this.mark++
        if (this.slices() && this.expect(']') && this.isTrailer()) return this.node('subscript', m)
        this.mark = end
        this.bracketAsGenexp()
        return null
      case '(':
        if (this.genexp() && this.isTrailer()) return this.node('function call', m)
        this.mark = end + 1
        this.callArguments()
        return this.expect(')') && this.isTrailer() ? this.node('function call', m) : this.fail(end)
      default:
        return null
    }
  }

  private starAtom(): Node | null {
    const m = this.mark
    if (this.isName()) return this.name()
    if (this.expect('(')) {
      const single = this.targetWithStarAtom()
      if (single && this.expect(')')) return single
      this.mark = m + 1
      const items = this.starTargetsTuple()
      if (items === null) this.mark = m + 1
      return this.expect(')') ? this.node('tuple', m, items ?? []) : this.fail(m)
    }
    if (this.expect('[')) {
      const items = this.gather(this.starTargetRule)
      if (items) this.skip(',')
      return this.expect(']') ? this.node('list', m, items ?? []) : this.fail(m)
    }
    return null
  }

  /** At least one comma. */
  private starTargetsTuple(): Node[] | null {
    const m = this.mark
    const items = this.gather(this.starTargetRule)
    if (items === null) return null
    return this.expect(',') || items.length > 1 ? items : this.fail(m)
  }

  protected singleTarget(): Node | null {
    const target = this.attributeOrSubscriptTarget()
    if (target) return target
    if (this.isName()) return this.name()
    const m = this.mark
    if (!this.expect('(')) return null
    const inner = this.singleTarget()
    return inner && this.expect(')') ? inner : this.fail(m)
  }

  protected delTargets(): Node[] | null {
    const items = this.gather(this.delTargetRule)
    if (items) this.skip(',')
    return items
  }

  private delTarget(): Node | null {
    const known = this.recall(Rule.delTarget)
    if (known !== undefined) return known
    const m = this.mark
    return this.remember(Rule.delTarget, m, this.attributeOrSubscriptTarget() ?? this.delAtom())
  }

  private delAtom(): Node | null {
    const m = this.mark
    if (this.isName()) return this.name()
    if (this.expect('(')) {
      const single = this.delTarget()
      if (single && this.expect(')')) return single
      this.mark = m + 1
      const items = this.delTargets()
      return this.expect(')') ? this.node('tuple', m, items ?? []) : this.fail(m)
    }
    if (this.expect('[')) {
      const items = this.delTargets()
      return this.expect(']') ? this.node('list', m, items ?? []) : this.fail(m)
    }
    return null
  }

  /** `invalid_ann_assign_target`: a list or tuple, in any number of parentheses. */
  protected listOrTuple(): Node | null {
    const node = this.list() ?? this.tuple()
    if (node) return node
    const m = this.mark
    if (!this.expect('(')) return null
    const inner = this.listOrTuple()
    return inner && this.expect(')') ? inner : this.fail(m)
  }

  // Rules handed to `gather`, bound once.
  protected readonly expressionRule = () => this.expression()
  private readonly starExpressionRule = () => this.starExpression()
  private readonly starNamedExpressionRule = () => this.starNamedExpression()
  private readonly conjunctionRule = () => this.conjunction()
  private readonly inversionRule = () => this.inversion()
  private readonly bitwiseOrRule = () => this.bitwiseOr()
  private readonly sliceOrStarredRule = () => this.slice() ?? this.starredExpression()
  private readonly doubleStarredPairRule = () => this.doubleStarredPair()
  private readonly positionalArgumentRule = () => this.positionalArgument()
  private readonly starredArgumentRule = () => this.starredArgument()
  private readonly keywordOrStarredRule = () => this.keywordOrStarred()
  private readonly keywordOrDoubleStarredRule = () => this.keywordOrDoubleStarred()
  private readonly starTargetRule = () => this.starTarget()
  private readonly delTargetRule = () => this.delTarget()
}

/** What `kwargs` matched. */
interface Keywords {
  starred: Node[]
  unpacksMapping: boolean
}

/** The first part of an expression that is no target, or null. */
function invalidTarget(node: Node, kind: TargetKind): Node | null {
  switch (node.kind) {
    case 'list':
    case 'tuple':
      for (const item of node.items!) {
        const wrong = invalidTarget(item, kind)
        if (wrong) return wrong
      }
      return null
    case 'starred':
      return kind === 'delete' ? node : invalidTarget(node.items![0]!, kind)
    case 'comparison':
      // In `for x in y` the target and `in` look like a comparison.
      if (kind !== 'for') return node
      return node.text === 'in' ? invalidTarget(node.items![0]!, kind) : null
    case 'name':
    case 'attribute':
    case 'subscript':
      return null
    default:
      return node
  }
}
