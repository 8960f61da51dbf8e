"""Regular expressions: searching, splitting, replacing, groups."""

import re

LINE = '127.0.{0}.{1} - user{1} [2{0:03d}-01-{1:02d}] "GET /page/{0}?q=a{1}&r=b HTTP/1.1" 200 {2}\n'
LOG = "".join(LINE.format(i % 250, i % 28 + 1, i * 37) for i in range(6000))

ENTRY = re.compile(r'(?P<ip>\d+(?:\.\d+){3}) - (\w+) \[([^\]]+)\] "(GET|POST) (?P<path>\S+) [^"]*" (\d+) (\d+)')
QUERY = re.compile(r"[?&](\w)=(\w+)")


def main():
    total = 0
    users = {}
    for entry in ENTRY.finditer(LOG):
        total += int(entry.group(7))
        users[entry.group(2)] = users.get(entry.group(2), 0) + len(QUERY.findall(entry.group("path")))
    print(total, sorted(users.items())[:3])
    print(len(re.split(r"\s+|[-/]", LOG)))
    hidden = re.sub(r"\d+\.\d+\.(\d+)\.(\d+)", r"x.x.\1.\2", LOG)
    print(hidden[:70])
    print(len(re.sub(r"[aeiou]", lambda m: m.group().upper(), LOG * 2)))
    print(len(re.findall(r"(?i)\bget\b.*?(?=200)", LOG)), bool(re.fullmatch(r"(a|ab)(c|bcd)(d*)", "abcd")))


main()
