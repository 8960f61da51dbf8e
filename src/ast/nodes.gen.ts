// Generated from grammar/python.asdl by grammar/build.ts (npm run gen). Do not edit.

import type { Value } from '../values/value'

/** Positions are CPython's: lines from 1, columns in UTF-8 bytes from 0. */
export interface Positions {
  lineno: number
  col_offset: number
  end_lineno: number
  end_col_offset: number
}

export class Module {
  readonly kind = 'Module' as const
  constructor(
    public body: stmt[],
    public type_ignores: type_ignore[],
  ) {}
}

export class Interactive {
  readonly kind = 'Interactive' as const
  constructor(
    public body: stmt[],
  ) {}
}

export class Expression {
  readonly kind = 'Expression' as const
  constructor(
    public body: expr,
  ) {}
}

export class FunctionType {
  readonly kind = 'FunctionType' as const
  constructor(
    public argtypes: expr[],
    public returns: expr,
  ) {}
}

export type mod = Module | Interactive | Expression | FunctionType

export class FunctionDef {
  readonly kind = 'FunctionDef' as const
  constructor(
    public name: string,
    public args: arguments_,
    public body: stmt[],
    public decorator_list: expr[],
    public returns: expr | null,
    public type_comment: string | null,
    public type_params: type_param[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class AsyncFunctionDef {
  readonly kind = 'AsyncFunctionDef' as const
  constructor(
    public name: string,
    public args: arguments_,
    public body: stmt[],
    public decorator_list: expr[],
    public returns: expr | null,
    public type_comment: string | null,
    public type_params: type_param[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class ClassDef {
  readonly kind = 'ClassDef' as const
  constructor(
    public name: string,
    public bases: expr[],
    public keywords: keyword[],
    public body: stmt[],
    public decorator_list: expr[],
    public type_params: type_param[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Return {
  readonly kind = 'Return' as const
  constructor(
    public value: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Delete {
  readonly kind = 'Delete' as const
  constructor(
    public targets: expr[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Assign {
  readonly kind = 'Assign' as const
  constructor(
    public targets: expr[],
    public value: expr,
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class TypeAlias {
  readonly kind = 'TypeAlias' as const
  constructor(
    public name: expr,
    public type_params: type_param[],
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class AugAssign {
  readonly kind = 'AugAssign' as const
  constructor(
    public target: expr,
    public op: operator,
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class AnnAssign {
  readonly kind = 'AnnAssign' as const
  constructor(
    public target: expr,
    public annotation: expr,
    public value: expr | null,
    public simple: number,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class For {
  readonly kind = 'For' as const
  constructor(
    public target: expr,
    public iter: expr,
    public body: stmt[],
    public orelse: stmt[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class AsyncFor {
  readonly kind = 'AsyncFor' as const
  constructor(
    public target: expr,
    public iter: expr,
    public body: stmt[],
    public orelse: stmt[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class While {
  readonly kind = 'While' as const
  constructor(
    public test: expr,
    public body: stmt[],
    public orelse: stmt[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class If {
  readonly kind = 'If' as const
  constructor(
    public test: expr,
    public body: stmt[],
    public orelse: stmt[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class With {
  readonly kind = 'With' as const
  constructor(
    public items: withitem[],
    public body: stmt[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class AsyncWith {
  readonly kind = 'AsyncWith' as const
  constructor(
    public items: withitem[],
    public body: stmt[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Match {
  readonly kind = 'Match' as const
  constructor(
    public subject: expr,
    public cases: match_case[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Raise {
  readonly kind = 'Raise' as const
  constructor(
    public exc: expr | null,
    public cause: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Try {
  readonly kind = 'Try' as const
  constructor(
    public body: stmt[],
    public handlers: excepthandler[],
    public orelse: stmt[],
    public finalbody: stmt[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class TryStar {
  readonly kind = 'TryStar' as const
  constructor(
    public body: stmt[],
    public handlers: excepthandler[],
    public orelse: stmt[],
    public finalbody: stmt[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Assert {
  readonly kind = 'Assert' as const
  constructor(
    public test: expr,
    public msg: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Import {
  readonly kind = 'Import' as const
  constructor(
    public names: alias[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class ImportFrom {
  readonly kind = 'ImportFrom' as const
  constructor(
    public module: string | null,
    public names: alias[],
    public level: number | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Global {
  readonly kind = 'Global' as const
  constructor(
    public names: string[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Nonlocal {
  readonly kind = 'Nonlocal' as const
  constructor(
    public names: string[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Expr {
  readonly kind = 'Expr' as const
  constructor(
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Pass {
  readonly kind = 'Pass' as const
  constructor(
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Break {
  readonly kind = 'Break' as const
  constructor(
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Continue {
  readonly kind = 'Continue' as const
  constructor(
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export type stmt = FunctionDef | AsyncFunctionDef | ClassDef | Return | Delete | Assign | TypeAlias | AugAssign | AnnAssign | For | AsyncFor | While | If | With | AsyncWith | Match | Raise | Try | TryStar | Assert | Import | ImportFrom | Global | Nonlocal | Expr | Pass | Break | Continue

export class BoolOp {
  readonly kind = 'BoolOp' as const
  constructor(
    public op: boolop,
    public values: expr[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class NamedExpr {
  readonly kind = 'NamedExpr' as const
  constructor(
    public target: expr,
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class BinOp {
  readonly kind = 'BinOp' as const
  constructor(
    public left: expr,
    public op: operator,
    public right: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class UnaryOp {
  readonly kind = 'UnaryOp' as const
  constructor(
    public op: unaryop,
    public operand: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Lambda {
  readonly kind = 'Lambda' as const
  constructor(
    public args: arguments_,
    public body: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class IfExp {
  readonly kind = 'IfExp' as const
  constructor(
    public test: expr,
    public body: expr,
    public orelse: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Dict {
  readonly kind = 'Dict' as const
  constructor(
    public keys: (expr | null)[],
    public values: expr[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Set {
  readonly kind = 'Set' as const
  constructor(
    public elts: expr[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class ListComp {
  readonly kind = 'ListComp' as const
  constructor(
    public elt: expr,
    public generators: comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class SetComp {
  readonly kind = 'SetComp' as const
  constructor(
    public elt: expr,
    public generators: comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class DictComp {
  readonly kind = 'DictComp' as const
  constructor(
    public key: expr,
    public value: expr,
    public generators: comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class GeneratorExp {
  readonly kind = 'GeneratorExp' as const
  constructor(
    public elt: expr,
    public generators: comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Await {
  readonly kind = 'Await' as const
  constructor(
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Yield {
  readonly kind = 'Yield' as const
  constructor(
    public value: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class YieldFrom {
  readonly kind = 'YieldFrom' as const
  constructor(
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Compare {
  readonly kind = 'Compare' as const
  constructor(
    public left: expr,
    public ops: cmpop[],
    public comparators: expr[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Call {
  readonly kind = 'Call' as const
  constructor(
    public func: expr,
    public args: expr[],
    public keywords: keyword[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class FormattedValue {
  readonly kind = 'FormattedValue' as const
  constructor(
    public value: expr,
    public conversion: number,
    public format_spec: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class JoinedStr {
  readonly kind = 'JoinedStr' as const
  constructor(
    public values: expr[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Constant {
  readonly kind = 'Constant' as const
  constructor(
    public value: Value,
    public kind_: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Attribute {
  readonly kind = 'Attribute' as const
  constructor(
    public value: expr,
    public attr: string,
    public ctx: expr_context,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Subscript {
  readonly kind = 'Subscript' as const
  constructor(
    public value: expr,
    public slice: expr,
    public ctx: expr_context,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Starred {
  readonly kind = 'Starred' as const
  constructor(
    public value: expr,
    public ctx: expr_context,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Name {
  readonly kind = 'Name' as const
  constructor(
    public id: string,
    public ctx: expr_context,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class List {
  readonly kind = 'List' as const
  constructor(
    public elts: expr[],
    public ctx: expr_context,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Tuple {
  readonly kind = 'Tuple' as const
  constructor(
    public elts: expr[],
    public ctx: expr_context,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class Slice {
  readonly kind = 'Slice' as const
  constructor(
    public lower: expr | null,
    public upper: expr | null,
    public step: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export type expr = BoolOp | NamedExpr | BinOp | UnaryOp | Lambda | IfExp | Dict | Set | ListComp | SetComp | DictComp | GeneratorExp | Await | Yield | YieldFrom | Compare | Call | FormattedValue | JoinedStr | Constant | Attribute | Subscript | Starred | Name | List | Tuple | Slice

export type expr_context = 'Load' | 'Store' | 'Del'

export type boolop = 'And' | 'Or'

export type operator = 'Add' | 'Sub' | 'Mult' | 'MatMult' | 'Div' | 'Mod' | 'Pow' | 'LShift' | 'RShift' | 'BitOr' | 'BitXor' | 'BitAnd' | 'FloorDiv'

export type unaryop = 'Invert' | 'Not' | 'UAdd' | 'USub'

export type cmpop = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn'

export class comprehension {
  readonly kind = 'comprehension' as const
  constructor(
    public target: expr,
    public iter: expr,
    public ifs: expr[],
    public is_async: number,
  ) {}
}

export class ExceptHandler {
  readonly kind = 'ExceptHandler' as const
  constructor(
    public type: expr | null,
    public name: string | null,
    public body: stmt[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export type excepthandler = ExceptHandler

export class arguments_ {
  readonly kind = 'arguments' as const
  constructor(
    public posonlyargs: arg[],
    public args: arg[],
    public vararg: arg | null,
    public kwonlyargs: arg[],
    public kw_defaults: (expr | null)[],
    public kwarg: arg | null,
    public defaults: expr[],
  ) {}
}

export class arg {
  readonly kind = 'arg' as const
  constructor(
    public arg: string,
    public annotation: expr | null,
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class keyword {
  readonly kind = 'keyword' as const
  constructor(
    public arg: string | null,
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class alias {
  readonly kind = 'alias' as const
  constructor(
    public name: string,
    public asname: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class withitem {
  readonly kind = 'withitem' as const
  constructor(
    public context_expr: expr,
    public optional_vars: expr | null,
  ) {}
}

export class match_case {
  readonly kind = 'match_case' as const
  constructor(
    public pattern: pattern,
    public guard: expr | null,
    public body: stmt[],
  ) {}
}

export class MatchValue {
  readonly kind = 'MatchValue' as const
  constructor(
    public value: expr,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchSingleton {
  readonly kind = 'MatchSingleton' as const
  constructor(
    public value: Value,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchSequence {
  readonly kind = 'MatchSequence' as const
  constructor(
    public patterns: pattern[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchMapping {
  readonly kind = 'MatchMapping' as const
  constructor(
    public keys: expr[],
    public patterns: pattern[],
    public rest: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchClass {
  readonly kind = 'MatchClass' as const
  constructor(
    public cls: expr,
    public patterns: pattern[],
    public kwd_attrs: string[],
    public kwd_patterns: pattern[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchStar {
  readonly kind = 'MatchStar' as const
  constructor(
    public name: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchAs {
  readonly kind = 'MatchAs' as const
  constructor(
    public pattern: pattern | null,
    public name: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class MatchOr {
  readonly kind = 'MatchOr' as const
  constructor(
    public patterns: pattern[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export type pattern = MatchValue | MatchSingleton | MatchSequence | MatchMapping | MatchClass | MatchStar | MatchAs | MatchOr

export class TypeIgnore {
  readonly kind = 'TypeIgnore' as const
  constructor(
    public lineno: number,
    public tag: string,
  ) {}
}

export type type_ignore = TypeIgnore

export class TypeVar {
  readonly kind = 'TypeVar' as const
  constructor(
    public name: string,
    public bound: expr | null,
    public default_value: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class ParamSpec {
  readonly kind = 'ParamSpec' as const
  constructor(
    public name: string,
    public default_value: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export class TypeVarTuple {
  readonly kind = 'TypeVarTuple' as const
  constructor(
    public name: string,
    public default_value: expr | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

export type type_param = TypeVar | ParamSpec | TypeVarTuple

/** Any node. */
export type AST = mod | stmt | expr | comprehension | excepthandler | arguments_ | arg | keyword | alias | withitem | match_case | pattern | type_ignore | type_param

/** The name of a node class, as CPython has it. */
export type Kind = AST['kind']

/** Name, ASDL type, quantifier and property of a field; the property is the name but for `Constant.kind`, which is in `kind_`. */
export type FieldInfo = readonly [name: string, type: string, quantifier: '' | '?' | '*' | '?*', property: string]

/** What is known of a node class: the sum type it belongs to, whether it has positions, its fields in order. */
export interface NodeInfo {
  readonly sum: string
  readonly positions: boolean
  readonly fields: readonly FieldInfo[]
}

export const nodeInfo: Readonly<Record<Kind, NodeInfo>> = {
  Module: { sum: 'mod', positions: false, fields: [['body', 'stmt', '*', 'body'], ['type_ignores', 'type_ignore', '*', 'type_ignores']] },
  Interactive: { sum: 'mod', positions: false, fields: [['body', 'stmt', '*', 'body']] },
  Expression: { sum: 'mod', positions: false, fields: [['body', 'expr', '', 'body']] },
  FunctionType: { sum: 'mod', positions: false, fields: [['argtypes', 'expr', '*', 'argtypes'], ['returns', 'expr', '', 'returns']] },
  FunctionDef: { sum: 'stmt', positions: true, fields: [['name', 'identifier', '', 'name'], ['args', 'arguments', '', 'args'], ['body', 'stmt', '*', 'body'], ['decorator_list', 'expr', '*', 'decorator_list'], ['returns', 'expr', '?', 'returns'], ['type_comment', 'string', '?', 'type_comment'], ['type_params', 'type_param', '*', 'type_params']] },
  AsyncFunctionDef: { sum: 'stmt', positions: true, fields: [['name', 'identifier', '', 'name'], ['args', 'arguments', '', 'args'], ['body', 'stmt', '*', 'body'], ['decorator_list', 'expr', '*', 'decorator_list'], ['returns', 'expr', '?', 'returns'], ['type_comment', 'string', '?', 'type_comment'], ['type_params', 'type_param', '*', 'type_params']] },
  ClassDef: { sum: 'stmt', positions: true, fields: [['name', 'identifier', '', 'name'], ['bases', 'expr', '*', 'bases'], ['keywords', 'keyword', '*', 'keywords'], ['body', 'stmt', '*', 'body'], ['decorator_list', 'expr', '*', 'decorator_list'], ['type_params', 'type_param', '*', 'type_params']] },
  Return: { sum: 'stmt', positions: true, fields: [['value', 'expr', '?', 'value']] },
  Delete: { sum: 'stmt', positions: true, fields: [['targets', 'expr', '*', 'targets']] },
  Assign: { sum: 'stmt', positions: true, fields: [['targets', 'expr', '*', 'targets'], ['value', 'expr', '', 'value'], ['type_comment', 'string', '?', 'type_comment']] },
  TypeAlias: { sum: 'stmt', positions: true, fields: [['name', 'expr', '', 'name'], ['type_params', 'type_param', '*', 'type_params'], ['value', 'expr', '', 'value']] },
  AugAssign: { sum: 'stmt', positions: true, fields: [['target', 'expr', '', 'target'], ['op', 'operator', '', 'op'], ['value', 'expr', '', 'value']] },
  AnnAssign: { sum: 'stmt', positions: true, fields: [['target', 'expr', '', 'target'], ['annotation', 'expr', '', 'annotation'], ['value', 'expr', '?', 'value'], ['simple', 'int', '', 'simple']] },
  For: { sum: 'stmt', positions: true, fields: [['target', 'expr', '', 'target'], ['iter', 'expr', '', 'iter'], ['body', 'stmt', '*', 'body'], ['orelse', 'stmt', '*', 'orelse'], ['type_comment', 'string', '?', 'type_comment']] },
  AsyncFor: { sum: 'stmt', positions: true, fields: [['target', 'expr', '', 'target'], ['iter', 'expr', '', 'iter'], ['body', 'stmt', '*', 'body'], ['orelse', 'stmt', '*', 'orelse'], ['type_comment', 'string', '?', 'type_comment']] },
  While: { sum: 'stmt', positions: true, fields: [['test', 'expr', '', 'test'], ['body', 'stmt', '*', 'body'], ['orelse', 'stmt', '*', 'orelse']] },
  If: { sum: 'stmt', positions: true, fields: [['test', 'expr', '', 'test'], ['body', 'stmt', '*', 'body'], ['orelse', 'stmt', '*', 'orelse']] },
  With: { sum: 'stmt', positions: true, fields: [['items', 'withitem', '*', 'items'], ['body', 'stmt', '*', 'body'], ['type_comment', 'string', '?', 'type_comment']] },
  AsyncWith: { sum: 'stmt', positions: true, fields: [['items', 'withitem', '*', 'items'], ['body', 'stmt', '*', 'body'], ['type_comment', 'string', '?', 'type_comment']] },
  Match: { sum: 'stmt', positions: true, fields: [['subject', 'expr', '', 'subject'], ['cases', 'match_case', '*', 'cases']] },
  Raise: { sum: 'stmt', positions: true, fields: [['exc', 'expr', '?', 'exc'], ['cause', 'expr', '?', 'cause']] },
  Try: { sum: 'stmt', positions: true, fields: [['body', 'stmt', '*', 'body'], ['handlers', 'excepthandler', '*', 'handlers'], ['orelse', 'stmt', '*', 'orelse'], ['finalbody', 'stmt', '*', 'finalbody']] },
  TryStar: { sum: 'stmt', positions: true, fields: [['body', 'stmt', '*', 'body'], ['handlers', 'excepthandler', '*', 'handlers'], ['orelse', 'stmt', '*', 'orelse'], ['finalbody', 'stmt', '*', 'finalbody']] },
  Assert: { sum: 'stmt', positions: true, fields: [['test', 'expr', '', 'test'], ['msg', 'expr', '?', 'msg']] },
  Import: { sum: 'stmt', positions: true, fields: [['names', 'alias', '*', 'names']] },
  ImportFrom: { sum: 'stmt', positions: true, fields: [['module', 'identifier', '?', 'module'], ['names', 'alias', '*', 'names'], ['level', 'int', '?', 'level']] },
  Global: { sum: 'stmt', positions: true, fields: [['names', 'identifier', '*', 'names']] },
  Nonlocal: { sum: 'stmt', positions: true, fields: [['names', 'identifier', '*', 'names']] },
  Expr: { sum: 'stmt', positions: true, fields: [['value', 'expr', '', 'value']] },
  Pass: { sum: 'stmt', positions: true, fields: [] },
  Break: { sum: 'stmt', positions: true, fields: [] },
  Continue: { sum: 'stmt', positions: true, fields: [] },
  BoolOp: { sum: 'expr', positions: true, fields: [['op', 'boolop', '', 'op'], ['values', 'expr', '*', 'values']] },
  NamedExpr: { sum: 'expr', positions: true, fields: [['target', 'expr', '', 'target'], ['value', 'expr', '', 'value']] },
  BinOp: { sum: 'expr', positions: true, fields: [['left', 'expr', '', 'left'], ['op', 'operator', '', 'op'], ['right', 'expr', '', 'right']] },
  UnaryOp: { sum: 'expr', positions: true, fields: [['op', 'unaryop', '', 'op'], ['operand', 'expr', '', 'operand']] },
  Lambda: { sum: 'expr', positions: true, fields: [['args', 'arguments', '', 'args'], ['body', 'expr', '', 'body']] },
  IfExp: { sum: 'expr', positions: true, fields: [['test', 'expr', '', 'test'], ['body', 'expr', '', 'body'], ['orelse', 'expr', '', 'orelse']] },
  Dict: { sum: 'expr', positions: true, fields: [['keys', 'expr', '?*', 'keys'], ['values', 'expr', '*', 'values']] },
  Set: { sum: 'expr', positions: true, fields: [['elts', 'expr', '*', 'elts']] },
  ListComp: { sum: 'expr', positions: true, fields: [['elt', 'expr', '', 'elt'], ['generators', 'comprehension', '*', 'generators']] },
  SetComp: { sum: 'expr', positions: true, fields: [['elt', 'expr', '', 'elt'], ['generators', 'comprehension', '*', 'generators']] },
  DictComp: { sum: 'expr', positions: true, fields: [['key', 'expr', '', 'key'], ['value', 'expr', '', 'value'], ['generators', 'comprehension', '*', 'generators']] },
  GeneratorExp: { sum: 'expr', positions: true, fields: [['elt', 'expr', '', 'elt'], ['generators', 'comprehension', '*', 'generators']] },
  Await: { sum: 'expr', positions: true, fields: [['value', 'expr', '', 'value']] },
  Yield: { sum: 'expr', positions: true, fields: [['value', 'expr', '?', 'value']] },
  YieldFrom: { sum: 'expr', positions: true, fields: [['value', 'expr', '', 'value']] },
  Compare: { sum: 'expr', positions: true, fields: [['left', 'expr', '', 'left'], ['ops', 'cmpop', '*', 'ops'], ['comparators', 'expr', '*', 'comparators']] },
  Call: { sum: 'expr', positions: true, fields: [['func', 'expr', '', 'func'], ['args', 'expr', '*', 'args'], ['keywords', 'keyword', '*', 'keywords']] },
  FormattedValue: { sum: 'expr', positions: true, fields: [['value', 'expr', '', 'value'], ['conversion', 'int', '', 'conversion'], ['format_spec', 'expr', '?', 'format_spec']] },
  JoinedStr: { sum: 'expr', positions: true, fields: [['values', 'expr', '*', 'values']] },
  Constant: { sum: 'expr', positions: true, fields: [['value', 'constant', '', 'value'], ['kind', 'string', '?', 'kind_']] },
  Attribute: { sum: 'expr', positions: true, fields: [['value', 'expr', '', 'value'], ['attr', 'identifier', '', 'attr'], ['ctx', 'expr_context', '', 'ctx']] },
  Subscript: { sum: 'expr', positions: true, fields: [['value', 'expr', '', 'value'], ['slice', 'expr', '', 'slice'], ['ctx', 'expr_context', '', 'ctx']] },
  Starred: { sum: 'expr', positions: true, fields: [['value', 'expr', '', 'value'], ['ctx', 'expr_context', '', 'ctx']] },
  Name: { sum: 'expr', positions: true, fields: [['id', 'identifier', '', 'id'], ['ctx', 'expr_context', '', 'ctx']] },
  List: { sum: 'expr', positions: true, fields: [['elts', 'expr', '*', 'elts'], ['ctx', 'expr_context', '', 'ctx']] },
  Tuple: { sum: 'expr', positions: true, fields: [['elts', 'expr', '*', 'elts'], ['ctx', 'expr_context', '', 'ctx']] },
  Slice: { sum: 'expr', positions: true, fields: [['lower', 'expr', '?', 'lower'], ['upper', 'expr', '?', 'upper'], ['step', 'expr', '?', 'step']] },
  comprehension: { sum: 'comprehension', positions: false, fields: [['target', 'expr', '', 'target'], ['iter', 'expr', '', 'iter'], ['ifs', 'expr', '*', 'ifs'], ['is_async', 'int', '', 'is_async']] },
  ExceptHandler: { sum: 'excepthandler', positions: true, fields: [['type', 'expr', '?', 'type'], ['name', 'identifier', '?', 'name'], ['body', 'stmt', '*', 'body']] },
  arguments: { sum: 'arguments', positions: false, fields: [['posonlyargs', 'arg', '*', 'posonlyargs'], ['args', 'arg', '*', 'args'], ['vararg', 'arg', '?', 'vararg'], ['kwonlyargs', 'arg', '*', 'kwonlyargs'], ['kw_defaults', 'expr', '?*', 'kw_defaults'], ['kwarg', 'arg', '?', 'kwarg'], ['defaults', 'expr', '*', 'defaults']] },
  arg: { sum: 'arg', positions: true, fields: [['arg', 'identifier', '', 'arg'], ['annotation', 'expr', '?', 'annotation'], ['type_comment', 'string', '?', 'type_comment']] },
  keyword: { sum: 'keyword', positions: true, fields: [['arg', 'identifier', '?', 'arg'], ['value', 'expr', '', 'value']] },
  alias: { sum: 'alias', positions: true, fields: [['name', 'identifier', '', 'name'], ['asname', 'identifier', '?', 'asname']] },
  withitem: { sum: 'withitem', positions: false, fields: [['context_expr', 'expr', '', 'context_expr'], ['optional_vars', 'expr', '?', 'optional_vars']] },
  match_case: { sum: 'match_case', positions: false, fields: [['pattern', 'pattern', '', 'pattern'], ['guard', 'expr', '?', 'guard'], ['body', 'stmt', '*', 'body']] },
  MatchValue: { sum: 'pattern', positions: true, fields: [['value', 'expr', '', 'value']] },
  MatchSingleton: { sum: 'pattern', positions: true, fields: [['value', 'constant', '', 'value']] },
  MatchSequence: { sum: 'pattern', positions: true, fields: [['patterns', 'pattern', '*', 'patterns']] },
  MatchMapping: { sum: 'pattern', positions: true, fields: [['keys', 'expr', '*', 'keys'], ['patterns', 'pattern', '*', 'patterns'], ['rest', 'identifier', '?', 'rest']] },
  MatchClass: { sum: 'pattern', positions: true, fields: [['cls', 'expr', '', 'cls'], ['patterns', 'pattern', '*', 'patterns'], ['kwd_attrs', 'identifier', '*', 'kwd_attrs'], ['kwd_patterns', 'pattern', '*', 'kwd_patterns']] },
  MatchStar: { sum: 'pattern', positions: true, fields: [['name', 'identifier', '?', 'name']] },
  MatchAs: { sum: 'pattern', positions: true, fields: [['pattern', 'pattern', '?', 'pattern'], ['name', 'identifier', '?', 'name']] },
  MatchOr: { sum: 'pattern', positions: true, fields: [['patterns', 'pattern', '*', 'patterns']] },
  TypeIgnore: { sum: 'type_ignore', positions: false, fields: [['lineno', 'int', '', 'lineno'], ['tag', 'string', '', 'tag']] },
  TypeVar: { sum: 'type_param', positions: true, fields: [['name', 'identifier', '', 'name'], ['bound', 'expr', '?', 'bound'], ['default_value', 'expr', '?', 'default_value']] },
  ParamSpec: { sum: 'type_param', positions: true, fields: [['name', 'identifier', '', 'name'], ['default_value', 'expr', '?', 'default_value']] },
  TypeVarTuple: { sum: 'type_param', positions: true, fields: [['name', 'identifier', '', 'name'], ['default_value', 'expr', '?', 'default_value']] },
}
