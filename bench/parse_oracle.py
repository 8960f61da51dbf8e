"""Times ast.parse for bench/parse.ts: paths on stdin's first line (JSON), then for every further line one round; prints CPU seconds."""

import ast
import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
sources = []
for path in json.loads(sys.stdin.readline()):
    with open(path, "rb") as file:
        sources.append(file.read())
for _ in sys.stdin:
    start = time.process_time()
    for source in sources:
        ast.parse(source)
    print(time.process_time() - start, flush=True)
