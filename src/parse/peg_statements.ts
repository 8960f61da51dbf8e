/**
 * The diagnosing parser: statements and the start rules.
 *
 * Compound statements are alike in what can go wrong with their header: no colon before the end of the line, no indented block
 * behind it. `noColon` and `noBlock` word these.
 */
import { type Node, Rule, type Tok } from './peg_core'
import { PegPatterns } from './peg_patterns'

export class PegParser extends PegPatterns {
  // ---- start rules

  protected parseStart(): boolean {
    switch (this.options.mode) {
      case 'exec':
        this.topLevelStatements()
        return this.expect('ENDMARKER') !== null
      case 'single':
        return this.interactiveStatement()
      case 'eval':
        if (!this.expressions()) return false
        while (this.expect('NEWLINE'));
        return this.expect('ENDMARKER') !== null
      case 'func_type':
        return this.functionType()
    }
  }

  /** Nothing goes back over a finished top-level statement, so its memo is dropped. */
  private topLevelStatements(): void {
    for (;;) {
      const m = this.mark
      if (!this.statement()) return
      this.forget(m)
    }
  }

  private interactiveStatement(): boolean {
    if (this.compoundStmt()) return this.expect('NEWLINE') !== null
    return this.simpleStmts() !== null || this.expect('NEWLINE') !== null
  }

  private functionType(): boolean {
    if (!this.expect('(')) return false
    this.typeExpressions()
    if (!this.expect(')') || !this.expect('->') || !this.expression()) return false
    while (this.expect('NEWLINE'));
    return this.expect('ENDMARKER') !== null
  }

  private typeExpressions(): void {
    const m = this.mark
    const starred = (stars: string) => {
      const end = this.mark
      return this.expect(stars) && this.expression() ? true : this.at(end) && false
    }
    if (this.gather(this.expressionRule)) {
      const end = this.mark
      if (!this.expect(',')) return
      if (starred('*')) {
        const afterStar = this.mark
        if (!this.expect(',') || !starred('**')) this.mark = afterStar
      } else if (!starred('**')) this.mark = end
      return
    }
    this.mark = m
    if (starred('*')) {
      const end = this.mark
      if (!this.expect(',') || !starred('**')) this.mark = end
    } else starred('**')
  }

  // ---- statements

  private statements(): true | null {
    let n = 0
    while (this.statement()) n++
    return n > 0 ? true : null
  }

  private statement(): true | null {
    return this.compoundStmt() ?? this.simpleStmts()
  }

  private simpleStmts(): true | null {
    const m = this.mark
    if (!this.simpleStmt()) return null
    while (this.expect(';')) {
      const end = this.mark
      if (!this.simpleStmt()) {
        this.mark = end
        break
      }
    }
    return this.expect('NEWLINE') ? true : this.fail(m)
  }

  private simpleStmt(): Node | null {
    const known = this.recall(Rule.simpleStmt)
    if (known !== undefined) return known
    const m = this.mark
    const found = this.assignment() ?? this.typeAlias() ?? this.starExpressions() ?? this.keywordStatement()
    return this.remember(Rule.simpleStmt, m, found ? this.node('statement', m) : this.fail(m))
  }

  private keywordStatement(): true | null {
    const m = this.mark
    switch (this.kind) {
      case 'return':
        this.mark++
        this.starExpressions()
        return true
      case 'import':
      case 'from':
        return this.importStmt()
      case 'raise': {
        this.mark++
        if (!this.expression()) return true
        const end = this.mark
        if (!(this.expect('from') && this.expression())) this.mark = end
        return true
      }
      case 'pass':
      case 'break':
      case 'continue':
        this.mark++
        return true
      case 'del':
        return this.delStmt()
      case 'yield':
        return this.yieldExpr() ? true : null
      case 'assert': {
        this.mark++
        if (!this.expression()) return this.fail(m)
        const end = this.mark
        if (!(this.expect(',') && this.expression())) this.mark = end
        return true
      }
      case 'global':
      case 'nonlocal':
        this.mark++
        return this.gather(() => this.expect('NAME')) ? true : this.fail(m)
      default:
        return null
    }
  }

  private assignment(): true | null {
    const m = this.mark
    if (this.expect('NAME') && this.annotation()) return true
    this.mark = m
    if (this.annotationTarget() && this.annotation()) return true
    this.mark = m
    let targets = 0
    for (;;) {
      const end = this.mark
      if (!this.starTargets() || !this.expect('=')) {
        this.mark = end
        break
      }
      targets++
    }
    if (targets > 0 && this.yieldOrStarExpressions() && !this.is('=')) {
      // CPython looks for a type comment.
      this.is('TYPE_COMMENT')
      return true
    }
    this.mark = m
    if (this.singleTarget() && this.isAugmentedAssignment()) {
      // After the operator there is no way back, not even to `invalid_assignment`.
      this.mark++
      return this.yieldOrStarExpressions() ? true : this.fail(m)
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidAssignment()
    return this.fail(m)
  }

  /** `':' expression ['=' annotated_rhs]`. */
  private annotation(): boolean {
    if (!this.expect(':') || !this.expression()) return false
    const end = this.mark
    if (!(this.expect('=') && this.yieldOrStarExpressions())) this.mark = end
    return true
  }

  private annotationTarget(): boolean {
    const m = this.mark
    if (this.expect('(') && this.singleTarget() && this.expect(')')) return true
    this.mark = m
    return this.attributeOrSubscriptTarget() !== null
  }

  private invalidAssignment(): void {
    const m = this.mark
    const collection = this.listOrTuple()
    if (collection && this.expect(':') && this.expression()) {
      this.raiseAt(collection, `only single target (not ${collection.kind}) can be annotated`)
    }
    this.mark = m
    const first = this.starNamedExpression()
    if (first && this.expect(',')) {
      while (this.starNamedExpressions());
      if (this.expect(':') && this.expression()) {
        this.raiseAt(first, 'only single target (not tuple) can be annotated')
      }
    }
    this.mark = m
    const single = this.expression()
    if (single && this.expect(':') && this.expression()) this.raiseAt(single, 'illegal target for annotation')

    this.mark = m
    this.skipTargets()
    const target = this.starExpressions()
    if (target && this.expect('=')) this.raiseInvalidTarget(target, 'assign')

    this.mark = m
    this.skipTargets()
    const yielded = this.yieldExpr()
    if (yielded && this.expect('=')) this.raiseAt(yielded, 'assignment to yield expression not possible')

    this.mark = m
    const augmented = this.starExpressions()
    if (augmented && this.isAugmentedAssignment()) {
      this.mark++
      if (this.yieldOrStarExpressions()) {
        this.raiseAt(augmented, `'${augmented.kind}' is an illegal expression for augmented assignment`)
      }
    }
  }

  /** `(star_targets '=')*`. */
  private skipTargets(): void {
    for (;;) {
      const end = this.mark
      if (!this.starTargets() || !this.expect('=')) {
        this.mark = end
        return
      }
    }
  }

  private typeAlias(): true | null {
    const m = this.mark
    if (!this.softKeyword('type') || !this.expect('NAME')) return this.fail(m)
    this.typeParams()
    return this.expect('=') && this.expression() ? true : this.fail(m)
  }

  private delStmt(): true | null {
    const m = this.mark
    if (this.expect('del') && this.delTargets() && (this.is(';') || this.is('NEWLINE'))) return true
    this.mark = m
    if (this.callInvalidRules && this.expect('del')) {
      const target = this.starExpressions()
      if (target) this.raiseInvalidTarget(target, 'delete')
    }
    return this.fail(m)
  }

  // ---- imports

  private importStmt(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidImport()
      this.mark = m
    }
    if (this.expect('import')) return this.gather(() => this.dottedAsName()) ? true : this.fail(m)
    if (!this.expect('from')) return null
    let dots = 0
    while (this.expect('.') || this.expect('...')) dots++
    const afterDots = this.mark
    if (this.dottedName() && this.expect('import') && this.importFromTargets()) return true
    this.mark = afterDots
    return dots > 0 && this.expect('import') && this.importFromTargets() ? true : this.fail(m)
  }

  private invalidImport(): void {
    const m = this.mark
    const start = this.expect('import')
    if (!start) return
    if (this.gather(() => this.dottedName()) && this.expect('from') && this.dottedName()) {
      this.raiseStartingFrom(start, "Did you mean to use 'from ... import ...' instead?")
    }
    this.mark = m + 1
    const newline = this.expect('NEWLINE')
    if (newline) this.raiseStartingFrom(newline, "Expected one or more names after 'import'")
  }

  private importFromTargets(): true | null {
    const m = this.mark
    const names = () => this.gather(() => this.asName())
    if (this.expect('(') && names()) {
      this.skip(',')
      if (this.expect(')')) return true
    }
    this.mark = m
    if (names() && !this.is(',')) return true
    this.mark = m
    if (this.expect('*')) return true
    if (this.callInvalidRules) {
      if (names() && this.expect(',') && this.expect('NEWLINE')) {
        this.raise('trailing comma not allowed without surrounding parentheses')
      }
      this.mark = m
      const newline = this.expect('NEWLINE')
      if (newline) this.raiseStartingFrom(newline, "Expected one or more names after 'import'")
    }
    return this.fail(m)
  }

  private asName(): true | null {
    if (!this.expect('NAME')) return null
    this.optionalAs()
    return true
  }

  private dottedAsName(): true | null {
    if (!this.dottedName()) return null
    this.optionalAs()
    return true
  }

  /** `['as' NAME]`. */
  private optionalAs(): void {
    const m = this.mark
    if (!(this.expect('as') && this.expect('NAME'))) this.mark = m
  }

  private dottedName(): true | null {
    if (!this.expect('NAME')) return null
    for (;;) {
      const end = this.mark
      if (!this.expect('.') || !this.expect('NAME')) {
        this.mark = end
        return true
      }
    }
  }

  // ---- compound statements

  private compoundStmt(): true | null {
    switch (this.kind) {
      case 'def':
        return this.functionDef()
      case '@':
        return this.functionDef() ?? this.classDef()
      case 'async':
        return this.functionDef() ?? this.withStmt() ?? this.forStmt()
      case 'if':
        return this.ifStmt()
      case 'class':
        return this.classDef()
      case 'with':
        return this.withStmt()
      case 'for':
        return this.forStmt()
      case 'try':
        return this.tryStmt()
      case 'while':
        return this.whileStmt()
      default:
        return this.matchStmt()
    }
  }

  private block(): Node | null {
    const known = this.recall(Rule.block)
    if (known !== undefined) return known
    const m = this.mark
    if (this.expect('NEWLINE') && this.expect('INDENT') && this.statements() && this.expect('DEDENT')) {
      return this.remember(Rule.block, m, this.node('block', m))
    }
    this.mark = m
    if (this.simpleStmts()) return this.remember(Rule.block, m, this.node('block', m))
    if (this.callInvalidRules && this.expect('NEWLINE') && !this.is('INDENT')) {
      this.raise('expected an indented block', 'IndentationError')
    }
    return this.remember(Rule.block, m, this.fail(m))
  }

  /** Raises if the line ends here, where a colon should be. */
  private noColon(): void {
    if (this.expect('NEWLINE')) this.raise("expected ':'")
  }

  /** Raises if a colon and the end of the line follow, but no indented block; `what` names the statement that began at `tok`. */
  private noBlock(what: string, tok: Tok): void {
    if (this.expect(':') && this.expect('NEWLINE') && !this.is('INDENT')) {
      this.raise(`expected an indented block after ${what} on line ${tok.lineno}`, 'IndentationError')
    }
  }

  private decorators(): true | null {
    let n = 0
    for (;;) {
      const m = this.mark
      if (!this.expect('@') || !this.namedExpression() || !this.expect('NEWLINE')) {
        this.mark = m
        return n > 0 ? true : null
      }
      n++
    }
  }

  private classDef(): true | null {
    const m = this.mark
    if (this.decorators() && this.classDefRaw()) return true
    this.mark = m
    return this.classDefRaw()
  }

  private classDefRaw(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      const tok = this.tok
      if (this.classHeader()) {
        const end = this.mark
        this.noColon()
        this.mark = end
        this.noBlock('class definition', tok)
      }
      this.mark = m
    }
    return this.classHeader() && this.expect(':') && this.block() ? true : this.fail(m)
  }

  private classHeader(): boolean {
    if (!this.expect('class') || !this.expect('NAME')) return false
    this.typeParams()
    const end = this.mark
    if (this.expect('(')) {
      this.callArguments()
      if (!this.expect(')')) this.mark = end
    }
    return true
  }

  private functionDef(): true | null {
    const m = this.mark
    if (this.decorators() && this.functionDefRaw()) return true
    this.mark = m
    return this.functionDefRaw()
  }

  private functionDefRaw(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.skip('async')
      const tok = this.expect('def')
      if (tok && this.expect('NAME')) {
        this.typeParams()
        if (this.expect('(')) {
          this.params()
          if (this.expect(')')) {
            this.returnAnnotation()
            this.noBlock('function definition', tok)
          }
        }
      }
      this.mark = m
    }
    this.skip('async')
    if (!this.expect('def') || !this.expect('NAME')) return this.fail(m)
    this.typeParams()
    if (!this.force('(')) return this.fail(m)
    this.params()
    if (!this.expect(')')) return this.fail(m)
    this.returnAnnotation()
    return this.force(':') && this.block() ? true : this.fail(m)
  }

  private returnAnnotation(): void {
    const m = this.mark
    if (!(this.expect('->') && this.expression())) this.mark = m
  }

  /** `if`; each `elif` is a statement of its own in CPython's grammar, here a loop, as ladders can be long. */
  private ifStmt(): true | null {
    const m = this.mark
    if (!this.condition('if')) return this.fail(m)
    while (this.is('elif')) {
      const end = this.mark
      if (!this.condition('elif')) {
        this.mark = end
        break
      }
    }
    this.elseBlock()
    return true
  }

  /** `word named_expression ':' block`. */
  private condition(word: string): boolean {
    const m = this.mark
    if (this.callInvalidRules) {
      const tok = this.expect(word)
      if (tok && this.namedExpression()) {
        const end = this.mark
        this.noColon()
        this.mark = end
        this.noBlock(`'${word}' statement`, tok)
      }
      this.mark = m
    }
    return Boolean(this.expect(word) && this.namedExpression() && this.expect(':') && this.block())
  }

  private elseBlock(): void {
    this.blockAfter('else')
  }

  private finallyBlock(): true | null {
    return this.blockAfter('finally')
  }

  /** `else: …` and `finally: …`, whose colon is forced. */
  private blockAfter(word: string): true | null {
    const m = this.mark
    const tok = this.expect(word)
    if (!tok) return null
    if (this.callInvalidRules) {
      this.noBlock(`'${word}' statement`, tok)
      this.mark = m + 1
    }
    return this.force(':') && this.block() ? true : this.fail(m)
  }

  private whileStmt(): true | null {
    const m = this.mark
    if (!this.condition('while')) return this.fail(m)
    this.elseBlock()
    return true
  }

  private forStmt(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.skip('async')
      const tok = this.expect('for')
      if (tok && this.starTargets() && this.expect('in') && this.starExpressions()) {
        const end = this.mark
        this.noColon()
        this.mark = end
        this.noBlock("'for' statement", tok)
      }
      this.mark = m
    }
    this.skip('async')
    if (this.expect('for') && this.starTargets() && this.expect('in')) {
      // After `in` there is no way back to `invalid_for_target`.
      if (!this.starExpressions() || !this.expect(':')) return this.fail(m)
      this.is('TYPE_COMMENT')
      if (!this.block()) return this.fail(m)
      this.elseBlock()
      return true
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidForTarget()
    return this.fail(m)
  }

  // ---- with

  private withStmt(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidWith(true)
      this.mark = m
    }
    this.skip('async')
    if (this.expect('with')) {
      const afterWith = this.mark
      if (this.expect('(') && this.gather(() => this.withItem())) {
        this.skip(',')
        if (this.expect(')') && this.expect(':')) {
          this.is('TYPE_COMMENT')
          if (this.block()) return true
        }
      }
      this.mark = afterWith
      if (this.gather(() => this.withItem()) && this.expect(':')) {
        this.is('TYPE_COMMENT')
        if (this.block()) return true
      }
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidWith(false)
    return this.fail(m)
  }

  private withItem(): true | null {
    const m = this.mark
    if (this.expression() && this.expect('as') && this.starTarget() && this.endsWithItem()) return true
    this.mark = m
    if (this.callInvalidRules) {
      if (this.expression() && this.expect('as')) {
        const target = this.expression()
        if (target && this.endsWithItem()) this.raiseInvalidTarget(target, 'assign')
      }
      this.mark = m
    }
    return this.expression() ? true : null
  }

  private endsWithItem(): boolean {
    return this.is(',') || this.is(')') || this.is(':')
  }

  /** A header without block (`indent`, tried first) or without colon (tried last), each without and with parentheses. */
  private invalidWith(indent: boolean): void {
    this.skip('async')
    const tok = this.expect('with')
    if (!tok) return
    const m = this.mark
    const complain = () => (indent ? this.noBlock("'with' statement", tok) : this.noColon())
    if (this.gather(() => this.loose(() => this.expression()))) complain()
    this.mark = m
    if (this.expect('(') && this.gather(() => this.loose(() => this.expressions()))) {
      this.skip(',')
      if (this.expect(')')) complain()
    }
  }

  /** An item as the `invalid_with_` rules see it: `expression ['as' star_target]`. */
  private loose(expression: () => Node | null): true | null {
    if (!expression()) return null
    const m = this.mark
    if (!(this.expect('as') && this.starTarget())) this.mark = m
    return true
  }

  // ---- try

  private tryStmt(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      this.invalidTry()
      this.mark = m
    }
    if (!this.expect('try')) return null
    if (!this.force(':') || !this.block()) return this.fail(m)
    const handlers = this.mark
    if (this.finallyBlock()) return true
    for (const star of [false, true]) {
      this.mark = handlers
      let n = 0
      while (this.exceptBlock(star)) n++
      if (n > 0) {
        this.elseBlock()
        this.finallyBlock()
        return true
      }
    }
    return this.fail(m)
  }

  private invalidTry(): void {
    const tok = this.expect('try')
    if (!tok) return
    const m = this.mark
    this.noBlock("'try' statement", tok)
    this.mark = m
    if (!this.expect(':')) return
    const inside = this.mark
    if (this.block() && !this.is('except') && !this.is('finally')) {
      this.raise("expected 'except' or 'finally' block")
    }
    const mixed = "cannot have both 'except' and 'except*' on the same 'try'"
    this.mark = inside
    while (this.block());
    const handlers = this.mark
    let n = 0
    while (this.exceptBlock(false)) n++
    if (n > 0) {
      const except = this.expect('except')
      const star = except && this.expect('*')
      if (except && star && this.expression()) {
        this.optionalAs()
        if (this.expect(':')) this.raiseRange(except, star, mixed)
      }
    }
    this.mark = handlers
    n = 0
    while (this.exceptBlock(true)) n++
    if (n > 0) {
      const except = this.expect('except')
      if (except) {
        if (this.expression()) this.optionalAs()
        if (this.expect(':')) this.raiseAt(except, mixed)
      }
    }
  }

  private exceptBlock(star: boolean): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      const tok = this.expect('except')
      if (tok && (!star || this.expect('*'))) {
        const type = this.mark
        if (this.expression()) {
          this.optionalAs()
          this.noBlock(`'except${star ? '*' : ''}' statement`, tok)
        }
        if (!star) {
          this.mark = type
          this.noBlock("'except' statement", tok)
        }
      }
      this.mark = m
    }
    if (this.expect('except') && (!star || this.expect('*'))) {
      const type = this.mark
      if (this.expression()) {
        this.optionalAs()
        if (this.expect(':') && this.block()) return true
      }
      this.mark = type
      if (!star && this.expect(':') && this.block()) return true
    }
    this.mark = m
    if (this.callInvalidRules) this.invalidExcept()
    return this.fail(m)
  }

  private invalidExcept(): void {
    const m = this.mark
    if (!this.expect('except')) return
    this.skip('*')
    const type = this.expression()
    if (type && this.expect(',') && this.expressions()) {
      this.optionalAs()
      if (this.expect(':')) this.raiseStartingFrom(type, 'multiple exception types must be parenthesized')
    }
    this.mark = m + 1
    this.skip('*')
    if (this.expression()) {
      this.optionalAs()
      this.noColon()
    }
    this.mark = m + 1
    this.noColon()
    if (this.expect('*') && (this.expect('NEWLINE') ?? this.expect(':'))) {
      this.raise('expected one or more exception types')
    }
  }

  // ---- match

  private matchStmt(): true | null {
    const m = this.mark
    if (
      this.softKeyword('match') &&
      this.subject() &&
      this.expect(':') &&
      this.expect('NEWLINE') &&
      this.expect('INDENT')
    ) {
      let n = 0
      while (this.caseBlock()) n++
      if (n > 0 && this.expect('DEDENT')) return true
    }
    this.mark = m
    if (this.callInvalidRules) {
      const tok = this.softKeyword('match')
      if (tok && this.subject()) {
        const end = this.mark
        this.noColon()
        this.mark = end
        this.noBlock("'match' statement", tok)
      }
    }
    return this.fail(m)
  }

  private subject(): true | null {
    const m = this.mark
    if (this.starNamedExpression() && this.expect(',')) {
      this.starNamedExpressions()
      return true
    }
    this.mark = m
    return this.namedExpression() ? true : null
  }

  private caseBlock(): true | null {
    const m = this.mark
    if (this.callInvalidRules) {
      const tok = this.softKeyword('case')
      if (tok && this.patterns()) {
        this.guard()
        const end = this.mark
        this.noColon()
        this.mark = end
        this.noBlock("'case' statement", tok)
      }
      this.mark = m
    }
    if (this.softKeyword('case') && this.patterns()) {
      this.guard()
      if (this.expect(':') && this.block()) return true
    }
    return this.fail(m)
  }

  private guard(): void {
    const m = this.mark
    if (!(this.expect('if') && this.namedExpression())) this.mark = m
  }
}
