/**
 * The test modules of CPython's Lib/test that say something about a machine like this one, in groups. Left out are those of C extensions, processes,
 * sockets, platforms and CPython's own insides.
 */
const modules = {
  syntax:
    'grammar syntax eof named_expressions positional_only_arg keywordonlyarg unpack unpack_ex extcall global scope flufl pep646_syntax ' +
    'string_literals source_encoding utf8source unicode_identifiers augassign binop compare richcmp contains unary index slice listcomps ' +
    'setcomps dictcomps genexps with raise decorators funcattrs call patma type_params type_aliases type_annotations type_comments ' +
    'future_stmt longexp opcodes module dynamic print keyword typechecks',
  exceptions:
    'exceptions baseexception exception_group exception_variations exception_hierarchy except_star traceback warnings linecache contextlib errno',
  objects:
    'class descr descrtut metaclass super property dynamicclassattribute isinstance subclassinit abc abstract_numbers genericalias ' +
    'genericclass types builtin bool weakref weakset copy hash operator typing dataclasses enum reprlib structseq gc finalization type_cache ' +
    'inspect.test_inspect',
  numbers:
    'int int_literal long float strtod complex numeric_tower pow math math_property cmath fractions decimal random statistics',
  strings:
    'str bytes string format fstring ucn unicodedata unicode_file_functions userstring stringprep codecs charmapcodec textwrap strptime ' +
    'strftime base64 binascii quopri',
  containers:
    'list tuple dict dictviews dict_version set range enumerate iter iterlen sort userdict userlist ordered_dict defaultdict deque ' +
    'collections heapq bisect array memoryview struct itertools functools graphlib queue',
  generators: 'generators generator_stop yield_from coroutines asyncgen contextlib_async context asyncio',
  compiler:
    'compile compiler_codegen compiler_assemble peepholer dis _opcode code codeop symtable ast unparse tokenize tabnanny frame bdb trace opcache',
  tracing: 'sys_settrace sys_setprofile monitoring',
  library:
    're json datetime calendar time copyreg pickle pickletools pprint difflib io memoryio csv shlex argparse getopt optparse configparser ' +
    'logging hashlib hmac uuid colorsys cmd html htmlparser ipaddress urlparse fnmatch glob posixpath pathlib tempfile shutil timeit doctest ' +
    'unittest threading thread sched secrets tomllib xml_etree locale sys import importlib pkgutil pyclbr rlcompleter zlib gzip plistlib zoneinfo',
} as const

export const groups: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(modules).map(([name, list]) => [name, list.split(' ').map((m) => `test_${m}`)]),
)
