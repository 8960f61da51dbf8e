"""Records what CPython 3.13 prints for the property programs of conformance/props: a hash of each section, and of each hundred lines in it.

    PYTHONHASHSEED=0 python3.13 conformance/record_props.py
"""

import hashlib
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def main():
    assert sys.version_info[:2] == (3, 13), "needs CPython 3.13"
    folder = os.path.join(HERE, "props")
    env = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "ascii:backslashreplace"}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".py"):
            continue
        run = subprocess.run(
            [sys.executable, "-W", "ignore", os.path.join(folder, name)], env=env, capture_output=True, text=True, check=True
        )
        sections = {}
        lines = []
        for line in run.stdout.split("\n"):
            if line.startswith("# "):
                lines = sections[line[2:]] = []
            elif line:
                lines.append(line)
        record = {
            title: {"lines": len(all), "hashes": [digest(all[i : i + 100]) for i in range(0, len(all), 100)]}
            for title, all in sections.items()
        }
        with open(os.path.join(folder, name[:-3] + ".json"), "w") as f:
            json.dump(record, f, indent=1)
            f.write("\n")


main()
