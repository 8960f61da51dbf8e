/**
 * THE opcode table: an instruction exists because it has a row here.
 *
 * A row says the number (CPython 3.13's for its own instructions), the stack picture, what the operand is, how many
 * inline cache entries follow it in `co_code`, and in one sentence what it does. From the rows `scripts/gen_opcodes.ts`
 * writes `op.gen.ts` (the `Op` enum, metadata arrays, stack effects) and `docs/opcodes.md`; `dis.ts` reads the operand
 * kinds; Python's `opcode` module is filled from them. A new instruction is three places: its row, its case in the
 * loop, its emission.
 *
 * Four families share the number space:
 *   0–118, 149   real instructions, the only ones found in `co_code`;
 *   236–254      CPython's instrumented variants: named for the `opcode` module, never emitted or run by us;
 *   256–267      pseudo-instructions: emitted by the code generator, gone after the flow graph is lowered;
 *   300–         trace instructions: only in instrumented code (`instrument.ts`), never in `co_code`.
 *
 * A stack picture is `before -- after`, deepest item first. `x[n]` stands for n items, n being an expression over
 * `oparg` in both TypeScript's and Python's syntax. Where a jump leaves another stack than falling through, a second
 * picture after `|` shows the stack when jumping. Pictures show what is popped and pushed, and the difference of both
 * sides is CPython's stack effect.
 */

/** What the operand of an instruction means. */
export type Operand =
  /** No operand. */
  | 'none'
  /** A count of items, a depth, or flags: shown as the plain number. */
  | 'count'
  /** Index into `co_consts`. */
  | 'const'
  /** Index into `co_names`. */
  | 'name'
  /** `co_names` index shifted left by one; bit 0: also push NULL. */
  | 'global'
  /** `co_names` index shifted left by one; bit 0: method call, also push self or NULL. */
  | 'attr'
  /** `co_names` index shifted left by two; bit 0: method call; bit 1: two-argument super. */
  | 'super'
  /** Index into localsplus, a local variable. */
  | 'local'
  /** Two localsplus indices of four bits each, the first in the high half. */
  | 'locals'
  /** Index into localsplus, a cell or free variable. */
  | 'deref'
  /** A jump: in `co_code` relative, in memory the absolute index of the target instruction. */
  | 'jump'
  /** A handler label (block setup pseudo-instructions). */
  | 'handler'
  /** Comparison operator in bits 5 up, convert-to-bool in bit 4, comparison mask in bits 0–3. */
  | 'compare'
  /** Index into `BINARY_OPS`. */
  | 'binary'
  /** Index into `INTRINSICS_1`. */
  | 'intrinsic1'
  /** Index into `INTRINSICS_2`. */
  | 'intrinsic2'
  /** 1 str, 2 repr, 3 ascii. */
  | 'convert'
  /** Bit set over `FUNCTION_ATTRIBUTES`. */
  | 'function'
  /** A source line (trace instructions). */
  | 'line'

export interface OpInfo {
  readonly number: number
  /** Stack picture, see the file header. */
  readonly stack: string
  readonly operand: Operand
  /** Inline cache entries (two bytes each) after the instruction in `co_code`. */
  readonly caches: number
  /** What it does, one sentence. */
  readonly doc: string
}

function op(number: number, stack: string, operand: Operand, caches: number, doc: string): OpInfo {
  return { number, stack, operand, caches, doc }
}

/** Real instructions. */
export const realOpcodes = {
  CACHE: op(0, '--', 'none', 0, 'Room for an inline cache; never executed.'),
  BEFORE_ASYNC_WITH: op(
    1,
    'manager -- exit, awaitable',
    'none',
    0,
    'Push `__aexit__` bound to the manager and the result of calling its `__aenter__`.',
  ),
  BEFORE_WITH: op(
    2,
    'manager -- exit, result',
    'none',
    0,
    'Push `__exit__` bound to the manager and the result of calling its `__enter__`.',
  ),
  BINARY_SLICE: op(4, 'container, start, stop -- result', 'none', 0, 'Push `container[start:stop]`.'),
  BINARY_SUBSCR: op(5, 'container, key -- result', 'none', 1, 'Push `container[key]`.'),
  CHECK_EG_MATCH: op(
    6,
    'group, type -- rest, match',
    'none',
    0,
    'Split an exception group by type into what is left and what matches (None for an empty side).',
  ),
  CHECK_EXC_MATCH: op(
    7,
    'exc, type -- exc, bool',
    'none',
    0,
    'Push whether the exception is an instance of the type or tuple of types.',
  ),
  CLEANUP_THROW: op(
    8,
    'subiter, value, exc -- none, result',
    'none',
    0,
    'End a delegation when the exception thrown into it is StopIteration (push its value), else raise it on.',
  ),
  DELETE_SUBSCR: op(9, 'container, key --', 'none', 0, 'Delete `container[key]`.'),
  END_ASYNC_FOR: op(
    10,
    'iter, exc --',
    'none',
    0,
    'End an `async for` when the exception is StopAsyncIteration, else raise it on.',
  ),
  END_FOR: op(11, 'value --', 'none', 0, 'Pop what an exhausted iterator leaves at the end of a `for` loop.'),
  END_SEND: op(
    12,
    'receiver, value -- value',
    'none',
    0,
    'Drop the sub-iterator below the value of a finished delegation.',
  ),
  EXIT_INIT_CHECK: op(13, 'result --', 'none', 0, 'Raise TypeError unless `__init__` returned None.'),
  FORMAT_SIMPLE: op(14, 'value -- text', 'none', 0, 'Format a value with an empty format specification.'),
  FORMAT_WITH_SPEC: op(15, 'value, spec -- text', 'none', 0, 'Format a value with the given specification.'),
  GET_AITER: op(16, 'iterable -- aiter', 'none', 0, 'Call `__aiter__`.'),
  RESERVED: op(17, '--', 'none', 0, 'A number CPython keeps for itself.'),
  GET_ANEXT: op(
    18,
    'aiter -- aiter, awaitable',
    'none',
    0,
    'Push the awaitable of the next item of an asynchronous iterator.',
  ),
  GET_ITER: op(19, 'iterable -- iter', 'none', 0, 'Replace an iterable with its iterator.'),
  GET_LEN: op(20, 'subject -- subject, length', 'none', 0, 'Push the length of the item on top.'),
  GET_YIELD_FROM_ITER: op(
    21,
    'iterable -- iter',
    'none',
    0,
    'Replace the operand of `yield from` with its iterator; coroutines are let through in coroutines only.',
  ),
  INTERPRETER_EXIT: op(22, 'value --', 'none', 0, 'Leave the machine with the value.'),
  LOAD_ASSERTION_ERROR: op(23, '-- type', 'none', 0, 'Push AssertionError, whatever the name is bound to.'),
  LOAD_BUILD_CLASS: op(24, '-- function', 'none', 0, 'Push `builtins.__build_class__`.'),
  LOAD_LOCALS: op(25, '-- locals', 'none', 0, 'Push the mapping of local names of a class or module body.'),
  MAKE_FUNCTION: op(26, 'code -- function', 'none', 0, 'Make a function of a code object and the current globals.'),
  MATCH_KEYS: op(
    27,
    'subject, keys -- subject, keys, values',
    'none',
    0,
    'Push the tuple of values for the keys of a mapping pattern, or None when a key is missing.',
  ),
  MATCH_MAPPING: op(
    28,
    'subject -- subject, bool',
    'none',
    0,
    'Push whether the subject is a mapping for the purpose of patterns.',
  ),
  MATCH_SEQUENCE: op(
    29,
    'subject -- subject, bool',
    'none',
    0,
    'Push whether the subject is a sequence for the purpose of patterns.',
  ),
  NOP: op(30, '--', 'none', 0, 'Do nothing; holds a line for tracing.'),
  POP_EXCEPT: op(31, 'previous --', 'none', 0, 'Make the popped exception (or None) the one being handled again.'),
  POP_TOP: op(32, 'value --', 'none', 0, 'Discard the top of the stack.'),
  PUSH_EXC_INFO: op(
    33,
    'exc -- previous, exc',
    'none',
    0,
    'Make the exception the one being handled, keeping the previous one below it.',
  ),
  PUSH_NULL: op(34, '-- null', 'none', 0, 'Push NULL.'),
  RETURN_GENERATOR: op(
    35,
    '-- value',
    'none',
    0,
    'Make a generator, coroutine or asynchronous generator of this frame and return it to the caller.',
  ),
  RETURN_VALUE: op(36, 'value --', 'none', 0, 'Return the top of the stack.'),
  SETUP_ANNOTATIONS: op(
    37,
    '--',
    'none',
    0,
    'Bind `__annotations__` to a new dict unless the name is bound in the local names.',
  ),
  STORE_SLICE: op(38, 'value, container, start, stop --', 'none', 0, 'Assign `container[start:stop] = value`.'),
  STORE_SUBSCR: op(39, 'value, container, key --', 'none', 1, 'Assign `container[key] = value`.'),
  TO_BOOL: op(40, 'value -- bool', 'none', 3, 'Replace a value with its truth.'),
  UNARY_INVERT: op(41, 'value -- result', 'none', 0, 'Push `~value`.'),
  UNARY_NEGATIVE: op(42, 'value -- result', 'none', 0, 'Push `-value`.'),
  UNARY_NOT: op(43, 'bool -- result', 'none', 0, 'Push the opposite of an exact bool.'),
  WITH_EXCEPT_START: op(
    44,
    'exit, lasti, previous, exc -- exit, lasti, previous, exc, result',
    'none',
    0,
    'Call the exit function of a `with` statement with the exception and push its result.',
  ),
  BINARY_OP: op(45, 'left, right -- result', 'binary', 1, 'Apply a binary or in-place operator.'),
  BUILD_CONST_KEY_MAP: op(
    46,
    'values[oparg], keys -- dict',
    'count',
    0,
    'Build a dict of `oparg` values and a tuple of keys.',
  ),
  BUILD_LIST: op(47, 'values[oparg] -- list', 'count', 0, 'Build a list of `oparg` values.'),
  BUILD_MAP: op(48, 'pairs[oparg * 2] -- dict', 'count', 0, 'Build a dict of `oparg` keys each followed by its value.'),
  BUILD_SET: op(49, 'values[oparg] -- set', 'count', 0, 'Build a set of `oparg` values.'),
  BUILD_SLICE: op(50, 'start, stop, step[+(oparg == 3)] -- slice', 'count', 0, 'Build a slice of two or three parts.'),
  BUILD_STRING: op(51, 'pieces[oparg] -- text', 'count', 0, 'Join `oparg` strings.'),
  BUILD_TUPLE: op(52, 'values[oparg] -- tuple', 'count', 0, 'Build a tuple of `oparg` values.'),
  CALL: op(53, 'callable, self_or_null, args[oparg] -- result', 'count', 3, 'Call with `oparg` positional arguments.'),
  CALL_FUNCTION_EX: op(
    54,
    'callable, null, args, kwargs[oparg & 1] -- result',
    'count',
    0,
    'Call with an iterable of positional arguments and, if bit 0 is set, a mapping of keyword arguments.',
  ),
  CALL_INTRINSIC_1: op(55, 'value -- result', 'intrinsic1', 0, 'Call an internal function of one argument.'),
  CALL_INTRINSIC_2: op(56, 'value2, value1 -- result', 'intrinsic2', 0, 'Call an internal function of two arguments.'),
  CALL_KW: op(
    57,
    'callable, self_or_null, args[oparg], names -- result',
    'count',
    0,
    'Call with `oparg` arguments, the last of them keyword arguments named by the tuple on top.',
  ),
  COMPARE_OP: op(58, 'left, right -- result', 'compare', 1, 'Compare two values; bit 4 asks for an exact bool.'),
  CONTAINS_OP: op(
    59,
    'item, container -- bool',
    'count',
    1,
    'Push `item in container`, or its opposite if `oparg` is 1.',
  ),
  CONVERT_VALUE: op(60, 'value -- text', 'convert', 0, 'Apply str, repr or ascii for an f-string conversion.'),
  COPY: op(
    61,
    'value, between[oparg - 1] -- value, between[oparg - 1], value',
    'count',
    0,
    'Push the item `oparg` places from the top again.',
  ),
  COPY_FREE_VARS: op(62, '--', 'count', 0, 'Copy the `oparg` cells of the closure into the frame.'),
  DELETE_ATTR: op(63, 'owner --', 'name', 0, 'Delete an attribute.'),
  DELETE_DEREF: op(64, '--', 'deref', 0, 'Empty a cell; it must not be empty.'),
  DELETE_FAST: op(65, '--', 'local', 0, 'Unbind a local variable; it must be bound.'),
  DELETE_GLOBAL: op(66, '--', 'name', 0, 'Delete a global variable.'),
  DELETE_NAME: op(67, '--', 'name', 0, 'Delete a name from the local names.'),
  DICT_MERGE: op(
    68,
    'callable, null, args, dict, between[oparg - 1], update -- callable, null, args, dict, between[oparg - 1]',
    'count',
    0,
    'Merge keyword arguments into a dict, refusing repeated and non-string keys.',
  ),
  DICT_UPDATE: op(
    69,
    'dict, between[oparg - 1], update -- dict, between[oparg - 1]',
    'count',
    0,
    'Update a dict with a mapping.',
  ),
  ENTER_EXECUTOR: op(70, '--', 'count', 0, 'CPython: run compiled machine code; never emitted.'),
  EXTENDED_ARG: op(71, '--', 'count', 0, 'Give the next instruction eight more operand bits.'),
  FOR_ITER: op(
    72,
    'iter -- iter, next',
    'jump',
    1,
    'Push the next item, or jump to the end of the loop when exhausted.',
  ),
  GET_AWAITABLE: op(
    73,
    'iterable -- iter',
    'count',
    0,
    'Replace an awaitable with its iterator; `oparg` 1 and 2 say it came from `__aenter__` and `__aexit__`.',
  ),
  IMPORT_FROM: op(74, 'module -- module, value', 'name', 0, 'Push an attribute, or else a submodule, of a module.'),
  IMPORT_NAME: op(75, 'level, fromlist -- module', 'name', 0, 'Call `__import__`.'),
  IS_OP: op(76, 'left, right -- bool', 'count', 0, 'Push `left is right`, or its opposite if `oparg` is 1.'),
  JUMP_BACKWARD: op(77, '--', 'jump', 1, 'Jump back; the machine checks for interruption here.'),
  JUMP_BACKWARD_NO_INTERRUPT: op(78, '--', 'jump', 0, 'Jump back without checking for interruption.'),
  JUMP_FORWARD: op(79, '--', 'jump', 0, 'Jump forward.'),
  LIST_APPEND: op(
    80,
    'list, between[oparg - 1], value -- list, between[oparg - 1]',
    'count',
    0,
    'Append to the list of a comprehension.',
  ),
  LIST_EXTEND: op(
    81,
    'list, between[oparg - 1], iterable -- list, between[oparg - 1]',
    'count',
    0,
    'Extend a list with an iterable.',
  ),
  LOAD_ATTR: op(
    82,
    'owner -- attr, self_or_null[oparg & 1]',
    'attr',
    9,
    'Push an attribute; with bit 0 push a method and its self, or the attribute and NULL.',
  ),
  LOAD_CONST: op(83, '-- value', 'const', 0, 'Push a constant.'),
  LOAD_DEREF: op(84, '-- value', 'deref', 0, 'Push what a cell holds; it must not be empty.'),
  LOAD_FAST: op(85, '-- value', 'local', 0, 'Push a local variable known to be bound.'),
  LOAD_FAST_AND_CLEAR: op(86, '-- value', 'local', 0, 'Push a local variable, or NULL if unbound, and unbind it.'),
  LOAD_FAST_CHECK: op(87, '-- value', 'local', 0, 'Push a local variable, raising UnboundLocalError if unbound.'),
  LOAD_FAST_LOAD_FAST: op(88, '-- value1, value2', 'locals', 0, 'Push two local variables.'),
  LOAD_FROM_DICT_OR_DEREF: op(89, 'mapping -- value', 'deref', 0, 'Look a name up in the mapping, then in a cell.'),
  LOAD_FROM_DICT_OR_GLOBALS: op(
    90,
    'mapping -- value',
    'name',
    0,
    'Look a name up in the mapping, then in globals and builtins.',
  ),
  LOAD_GLOBAL: op(
    91,
    '-- value, null[oparg & 1]',
    'global',
    4,
    'Push a global or builtin variable, and NULL if bit 0 is set.',
  ),
  LOAD_NAME: op(92, '-- value', 'name', 0, 'Look a name up in local names, globals and builtins.'),
  LOAD_SUPER_ATTR: op(
    93,
    'super, class, self -- attr, self_or_null[oparg & 1]',
    'super',
    1,
    'Push an attribute of `super()`; with bit 0 as LOAD_ATTR does for a method call.',
  ),
  MAKE_CELL: op(94, '--', 'deref', 0, 'Make a cell in a slot, holding the value the slot held.'),
  MAP_ADD: op(
    95,
    'dict, between[oparg - 1], key, value -- dict, between[oparg - 1]',
    'count',
    0,
    'Set an item of the dict of a comprehension.',
  ),
  MATCH_CLASS: op(
    96,
    'subject, class, names -- attributes',
    'count',
    0,
    'Push the tuple of attributes a class pattern asks for, or None if the subject does not match; `oparg` are positional.',
  ),
  POP_JUMP_IF_FALSE: op(97, 'bool --', 'jump', 1, 'Jump if the popped exact bool is False.'),
  POP_JUMP_IF_NONE: op(98, 'value --', 'jump', 1, 'Jump if the popped value is None.'),
  POP_JUMP_IF_NOT_NONE: op(99, 'value --', 'jump', 1, 'Jump if the popped value is not None.'),
  POP_JUMP_IF_TRUE: op(100, 'bool --', 'jump', 1, 'Jump if the popped exact bool is True.'),
  RAISE_VARARGS: op(
    101,
    'args[oparg] --',
    'count',
    0,
    'Raise: again (0), an exception (1), an exception with a cause (2).',
  ),
  RERAISE: op(
    102,
    'values[oparg], exc -- values[oparg]',
    'count',
    0,
    'Raise the exception on; with `oparg` 1 the frame is set back to the instruction index below it.',
  ),
  RETURN_CONST: op(103, '--', 'const', 0, 'Return a constant.'),
  SEND: op(
    104,
    'receiver, value -- receiver, result',
    'jump',
    1,
    'Send a value to a sub-iterator and push what it yields; jump with its return value when it is finished.',
  ),
  SET_ADD: op(
    105,
    'set, between[oparg - 1], value -- set, between[oparg - 1]',
    'count',
    0,
    'Add to the set of a comprehension.',
  ),
  SET_FUNCTION_ATTRIBUTE: op(
    106,
    'attribute, function -- function',
    'function',
    0,
    'Set defaults, keyword defaults, annotations or closure of a new function.',
  ),
  SET_UPDATE: op(
    107,
    'set, between[oparg - 1], iterable -- set, between[oparg - 1]',
    'count',
    0,
    'Update a set with an iterable.',
  ),
  STORE_ATTR: op(108, 'value, owner --', 'name', 4, 'Assign an attribute.'),
  STORE_DEREF: op(109, 'value --', 'deref', 0, 'Store into a cell.'),
  STORE_FAST: op(110, 'value --', 'local', 0, 'Store into a local variable.'),
  STORE_FAST_LOAD_FAST: op(
    111,
    'value1 -- value2',
    'locals',
    0,
    'Store into the first local variable, then push the second.',
  ),
  STORE_FAST_STORE_FAST: op(
    112,
    'value2, value1 --',
    'locals',
    0,
    'Store into the first local variable, then into the second.',
  ),
  STORE_GLOBAL: op(113, 'value --', 'name', 0, 'Store into a global variable.'),
  STORE_NAME: op(114, 'value --', 'name', 0, 'Store into the local names.'),
  SWAP: op(
    115,
    'bottom, between[oparg - 2], top -- top, between[oparg - 2], bottom',
    'count',
    0,
    'Exchange the top with the item `oparg` places from the top.',
  ),
  UNPACK_EX: op(
    116,
    'iterable -- after[oparg >> 8], list, before[oparg & 255]',
    'count',
    0,
    'Unpack around a starred target: low byte the targets before it, high byte those after it.',
  ),
  UNPACK_SEQUENCE: op(117, 'iterable -- values[oparg]', 'count', 1, 'Unpack exactly `oparg` values, the first on top.'),
  YIELD_VALUE: op(
    118,
    'value -- sent',
    'count',
    0,
    'Yield the top and, when resumed, push what was sent; `oparg` 1 within `yield from` and `await`.',
  ),
  RESUME: op(
    149,
    '--',
    'count',
    0,
    'Start or resume a frame: 0 start, 1 after yield, 2 after yield from, 3 after await; bit 2: at depth 1 of the except stack.',
  ),
} as const satisfies Record<string, OpInfo>

/** CPython's instrumented variants: numbers and names only. */
export const instrumentedOpcodes = {
  INSTRUMENTED_RESUME: op(236, '--', 'count', 0, 'CPython: RESUME with monitoring.'),
  INSTRUMENTED_END_FOR: op(237, 'value --', 'none', 0, 'CPython: END_FOR with monitoring.'),
  INSTRUMENTED_END_SEND: op(238, 'receiver, value -- value', 'none', 0, 'CPython: END_SEND with monitoring.'),
  INSTRUMENTED_RETURN_VALUE: op(239, 'value --', 'none', 0, 'CPython: RETURN_VALUE with monitoring.'),
  INSTRUMENTED_RETURN_CONST: op(240, '--', 'const', 0, 'CPython: RETURN_CONST with monitoring.'),
  INSTRUMENTED_YIELD_VALUE: op(241, 'value -- sent', 'count', 0, 'CPython: YIELD_VALUE with monitoring.'),
  INSTRUMENTED_LOAD_SUPER_ATTR: op(
    242,
    'super, class, self -- attr, self_or_null[oparg & 1]',
    'count',
    1,
    'CPython: LOAD_SUPER_ATTR with monitoring.',
  ),
  INSTRUMENTED_FOR_ITER: op(243, '--', 'count', 1, 'CPython: FOR_ITER with monitoring.'),
  INSTRUMENTED_CALL: op(244, '--', 'count', 3, 'CPython: CALL with monitoring.'),
  INSTRUMENTED_CALL_KW: op(245, '--', 'count', 0, 'CPython: CALL_KW with monitoring.'),
  INSTRUMENTED_CALL_FUNCTION_EX: op(246, '--', 'none', 0, 'CPython: CALL_FUNCTION_EX with monitoring.'),
  INSTRUMENTED_INSTRUCTION: op(247, '--', 'none', 0, 'CPython: any instruction, reported before it runs.'),
  INSTRUMENTED_JUMP_FORWARD: op(248, '--', 'count', 0, 'CPython: JUMP_FORWARD with monitoring.'),
  INSTRUMENTED_JUMP_BACKWARD: op(249, '--', 'count', 1, 'CPython: JUMP_BACKWARD with monitoring.'),
  INSTRUMENTED_POP_JUMP_IF_TRUE: op(250, '--', 'count', 1, 'CPython: POP_JUMP_IF_TRUE with monitoring.'),
  INSTRUMENTED_POP_JUMP_IF_FALSE: op(251, '--', 'count', 1, 'CPython: POP_JUMP_IF_FALSE with monitoring.'),
  INSTRUMENTED_POP_JUMP_IF_NONE: op(252, '--', 'count', 1, 'CPython: POP_JUMP_IF_NONE with monitoring.'),
  INSTRUMENTED_POP_JUMP_IF_NOT_NONE: op(253, '--', 'count', 1, 'CPython: POP_JUMP_IF_NOT_NONE with monitoring.'),
  INSTRUMENTED_LINE: op(254, '--', 'none', 0, 'CPython: any instruction that starts a line.'),
} as const satisfies Record<string, OpInfo>

/** Pseudo-instructions: from the code generator to the flow graph only. */
export const pseudoOpcodes = {
  JUMP: op(256, '--', 'jump', 0, 'Jump, becoming JUMP_FORWARD or JUMP_BACKWARD.'),
  JUMP_NO_INTERRUPT: op(257, '--', 'jump', 0, 'Jump, becoming JUMP_FORWARD or JUMP_BACKWARD_NO_INTERRUPT.'),
  LOAD_CLOSURE: op(258, '-- cell', 'local', 0, 'Push a cell itself; becomes LOAD_FAST.'),
  LOAD_METHOD: op(259, 'owner -- method, self_or_null', 'name', 0, 'Becomes LOAD_ATTR with bit 0.'),
  LOAD_SUPER_METHOD: op(
    260,
    'super, class, self -- method, self_or_null',
    'name',
    0,
    'Becomes LOAD_SUPER_ATTR with bits 0 and 1.',
  ),
  LOAD_ZERO_SUPER_ATTR: op(261, 'super, class, self -- attr', 'name', 0, 'Becomes LOAD_SUPER_ATTR without bits.'),
  LOAD_ZERO_SUPER_METHOD: op(
    262,
    'super, class, self -- method, self_or_null',
    'name',
    0,
    'Becomes LOAD_SUPER_ATTR with bit 0.',
  ),
  POP_BLOCK: op(263, '--', 'none', 0, 'End the innermost protected region.'),
  SETUP_CLEANUP: op(
    264,
    '-- | -- lasti, exc',
    'handler',
    0,
    'Start a region whose handler finds the instruction index and the exception.',
  ),
  SETUP_FINALLY: op(265, '-- | -- exc', 'handler', 0, 'Start a region whose handler finds the exception.'),
  SETUP_WITH: op(
    266,
    '-- | -- exc',
    'handler',
    0,
    'Start the region of a `with` body: the handler finds the index and the exception below the `__enter__` result.',
  ),
  STORE_FAST_MAYBE_NULL: op(267, 'value --', 'local', 0, 'STORE_FAST of what may be NULL.'),
} as const satisfies Record<string, OpInfo>

/** Trace instructions: only in instrumented code. They leave the stack alone and call the monitor. */
export const traceOpcodes = {
  TRACE_START: op(
    300,
    '--',
    'line',
    0,
    'Report that the frame starts (PY_START); `oparg` is the line of the call event.',
  ),
  TRACE_RESUME: op(301, '--', 'line', 0, 'Report that a generator or coroutine frame is resumed (PY_RESUME).'),
  TRACE_LINE: op(302, '--', 'line', 0, 'Report that line `oparg` starts (LINE).'),
  TRACE_INSTRUCTION: op(
    303,
    '--',
    'count',
    0,
    'Report that the next instruction is about to run (INSTRUCTION); `oparg` is its index in the plain code.',
  ),
  TRACE_EXPR: op(
    304,
    'value -- value',
    'count',
    0,
    'Report that the top of the stack is the value of expression `oparg` of `CodeObject.expressions` (EXPR).',
  ),
  TRACE_RETURN: op(
    305,
    'value -- value',
    'line',
    0,
    'Report that the frame is about to return the top of the stack (PY_RETURN).',
  ),
  TRACE_YIELD: op(
    306,
    'value -- value',
    'line',
    0,
    'Report that the frame is about to yield the top of the stack (PY_YIELD).',
  ),
  TRACE_RETURN_CONST: op(
    307,
    '--',
    'const',
    0,
    'Report that the frame is about to return a constant (PY_RETURN); `oparg` is its index.',
  ),
  TRACE_EFFECT: op(
    308,
    '--',
    'count',
    0,
    'Report that the next instruction may change an existing object; `oparg` is its index in the plain code.',
  ),
} as const satisfies Record<string, OpInfo>

/** Every instruction, by name. */
export const opcodes: Record<string, OpInfo> = {
  ...realOpcodes,
  ...instrumentedOpcodes,
  ...pseudoOpcodes,
  ...traceOpcodes,
}

/** Names and layout of the inline caches, as the `opcode` module and `dis -C` show them: name and number of entries. */
export const cacheFormat: Record<string, readonly (readonly [name: string, entries: number])[]> = {
  LOAD_GLOBAL: [
    ['counter', 1],
    ['index', 1],
    ['module_keys_version', 1],
    ['builtin_keys_version', 1],
  ],
  BINARY_OP: [['counter', 1]],
  UNPACK_SEQUENCE: [['counter', 1]],
  COMPARE_OP: [['counter', 1]],
  CONTAINS_OP: [['counter', 1]],
  BINARY_SUBSCR: [['counter', 1]],
  FOR_ITER: [['counter', 1]],
  LOAD_SUPER_ATTR: [['counter', 1]],
  LOAD_ATTR: [
    ['counter', 1],
    ['version', 2],
    ['keys_version', 2],
    ['descr', 4],
  ],
  STORE_ATTR: [
    ['counter', 1],
    ['version', 2],
    ['index', 1],
  ],
  CALL: [
    ['counter', 1],
    ['func_version', 2],
  ],
  STORE_SUBSCR: [['counter', 1]],
  SEND: [['counter', 1]],
  JUMP_BACKWARD: [['counter', 1]],
  TO_BOOL: [
    ['counter', 1],
    ['version', 2],
  ],
  POP_JUMP_IF_TRUE: [['counter', 1]],
  POP_JUMP_IF_FALSE: [['counter', 1]],
  POP_JUMP_IF_NONE: [['counter', 1]],
  POP_JUMP_IF_NOT_NONE: [['counter', 1]],
}

/** Operators of BINARY_OP by operand: CPython's name and the text. */
export const BINARY_OPS: readonly (readonly [name: string, text: string])[] = [
  ['NB_ADD', '+'],
  ['NB_AND', '&'],
  ['NB_FLOOR_DIVIDE', '//'],
  ['NB_LSHIFT', '<<'],
  ['NB_MATRIX_MULTIPLY', '@'],
  ['NB_MULTIPLY', '*'],
  ['NB_REMAINDER', '%'],
  ['NB_OR', '|'],
  ['NB_POWER', '**'],
  ['NB_RSHIFT', '>>'],
  ['NB_SUBTRACT', '-'],
  ['NB_TRUE_DIVIDE', '/'],
  ['NB_XOR', '^'],
  ['NB_INPLACE_ADD', '+='],
  ['NB_INPLACE_AND', '&='],
  ['NB_INPLACE_FLOOR_DIVIDE', '//='],
  ['NB_INPLACE_LSHIFT', '<<='],
  ['NB_INPLACE_MATRIX_MULTIPLY', '@='],
  ['NB_INPLACE_MULTIPLY', '*='],
  ['NB_INPLACE_REMAINDER', '%='],
  ['NB_INPLACE_OR', '|='],
  ['NB_INPLACE_POWER', '**='],
  ['NB_INPLACE_RSHIFT', '>>='],
  ['NB_INPLACE_SUBTRACT', '-='],
  ['NB_INPLACE_TRUE_DIVIDE', '/='],
  ['NB_INPLACE_XOR', '^='],
]

/** Operators of COMPARE_OP by `oparg >> 5`. */
export const COMPARE_OPS: readonly string[] = ['<', '<=', '==', '!=', '>', '>=']

/** Low bits of COMPARE_OP's operand for each comparison: which of unordered 1, less 2, greater 4, equal 8 make it true. */
export const COMPARE_MASKS: readonly number[] = [2, 2 | 8, 8, 1 | 2 | 4, 4, 4 | 8]

/** Internal functions of CALL_INTRINSIC_1 by operand. */
export const INTRINSICS_1: readonly string[] = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
]

/** Internal functions of CALL_INTRINSIC_2 by operand. */
export const INTRINSICS_2: readonly string[] = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
]

/** What the bits of SET_FUNCTION_ATTRIBUTE's operand set, from bit 0. */
export const FUNCTION_ATTRIBUTES: readonly string[] = ['defaults', 'kwdefaults', 'annotations', 'closure']
