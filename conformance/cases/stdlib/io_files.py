# Files through open(): text over a buffer over a raw file, positions, newlines, encodings, errors of closed streams.
import io
import os

os.mkdir('io_files.tmp')
paths = []


def path(name):
    p = 'io_files.tmp/' + name
    if p not in paths:
        paths.append(p)
    return p


with open(path('a.txt'),'w') as f:
    print(f, f.name, f.mode, f.encoding, f.errors, f.newlines, f.line_buffering, f.write_through)
    print(f.write('héllo\nworld\n'), f.tell())
    print(f.buffer, f.buffer.raw)
print(f.closed, f)
f = open(path('a.txt'))
print(f.read(3), f.tell(), f.readline(), f.tell(), f.read(), f.tell(), f.read())
f.seek(0); print(f.readlines()); f.seek(3); print(repr(f.readline()))
f.seek(0)
for l in f:
    try: f.tell()
    except OSError as e: print(e)
print(f.tell())
f.close()
for m in (lambda: f.read(), lambda: f.write(''), lambda: f.readline(), lambda: next(f), lambda: f.tell(), lambda: f.seek(0), lambda: f.flush(), lambda: list(f), lambda: f.fileno(), lambda: f.readable(), lambda: f.isatty(), lambda: f.__enter__(), lambda: f.truncate()):
    try: m(); print('ok')
    except Exception as e: print(type(e).__name__, e)
f = open(path('a.txt'),'rb')
print(f, f.peek(3)[:4], f.read(2), f.tell(), f.read1(3), f.readline(), f.readinto(b:=bytearray(4)), b, f.read(), f.read())
f.seek(-3, 2); print(f.read()); f.seek(1); f.seek(2,1); print(f.tell())
try: f.write(b'')
except Exception as e: print(type(e), e)
print(f.raw, f.mode, f.name)
f.close(); print(f, f.raw)
for m in (lambda: f.read(), lambda: f.read1(), lambda: f.readline(), lambda: next(f), lambda: f.tell(), lambda: f.seek(0), lambda: f.flush(), lambda: list(f), lambda: f.fileno(), lambda: f.readable(), lambda: f.peek(), lambda: f.readinto(bytearray(2)), lambda: f.detach()):
    try: m(); print('ok')
    except Exception as e: print(type(e).__name__, e)
f = open(path('b.bin'),'wb')
f.write(b'abc'); print(f.tell(), os.path.getsize(path('b.bin')) in (0,3)); f.flush(); print(os.path.getsize(path('b.bin')))
for m in (lambda: f.read(), lambda: f.readline(), lambda: next(f)):
    try: m(); print('ok')
    except Exception as e: print(type(e).__name__, e)
f.close()
for m in (lambda: f.write(b''), lambda: f.flush(), lambda: f.truncate()):
    try: m(); print('ok')
    except Exception as e: print(type(e).__name__, e)
f = open(path('b.bin'),'r+b'); print(f); f.read(1); f.write(b'X'); print(f.tell()); f.seek(0); print(f.read()); f.truncate(2); f.seek(0); print(f.read()); f.close()
f = open(path('b.bin'),'ab'); print(f.tell(), f.write(b'zz'), f.tell()); f.close(); print(open(path('b.bin'),'rb').read())
f = open(path('b.bin'),'a+'); print(f.tell()); f.write('q'); f.seek(0); print(f.read()); f.close()
try: open(path('b.bin'),'x')
except OSError as e: print(repr(e), e.filename)
try: open('io_files.tmp/nope/x', 'w')
except OSError as e: print(repr(e), e.filename)
try: open('.')
except OSError as e: print(repr(e))
for a in ('rw','', 'rr','b','rbt','z', 'w+r'):
    try: open(path('a.txt'), a)
    except ValueError as e: print(a, e)
for a,k in [('r', dict(buffering=0)), ('rb', dict(encoding='utf-8')), ('rb', dict(newline='')), ('rb',dict(errors='strict')), ('r',dict(newline='x')), ('r', dict(encoding='nope'))]:
    try: open(path('a.txt'), a, **k)
    except Exception as e: print(a, k, type(e).__name__, e)
open(path('nl'),'wb').write(b'a\r\nb\rc\nd')
for nl in (None, '', '\n', '\r', '\r\n'):
    with open(path('nl'), newline=nl) as f: print(repr(nl), list(f), f.newlines); f.seek(0); print(repr(f.read(3)), repr(f.read()), f.tell())
    with open(path('nlw'),'w', newline=nl) as f: f.write('a\nb\r\nc\r')
    print(open(path('nlw'),'rb').read())
for enc in ('utf-16','utf-16-le','utf-8-sig','latin-1','cp1252','ascii','utf-32'):
    try:
        with open(path('e'),'w', encoding=enc) as f: f.write('aé\n'); f.write('€'); 
    except UnicodeEncodeError as e: print(e)
    print(enc, open(path('e'),'rb').read())
    try: 
        with open(path('e'), encoding=enc) as f: print(f.readline(), f.read())
    except UnicodeDecodeError as e: print(e)
    with open(path('e'),'a', encoding=enc) as f: f.write('z')
    print(enc, open(path('e'),'rb').read())
fd = os.open(path('fd.txt'), os.O_CREAT | os.O_RDWR)
print(os.write(fd, b'hello'), os.lseek(fd, 1, 0), os.read(fd, 2), os.fstat(fd).st_size)
os.close(fd)
try: os.read(fd, 1)
except OSError as e: print(repr(e))
with os.fdopen(os.open(path('fd.txt'), os.O_RDONLY)) as f: print(f.read())
raw = io.FileIO(path('a.txt'))
print(raw, raw.readall(), isinstance(raw, io.RawIOBase))
raw.close()
print(raw)
with open(path('it'), 'w') as f:
    print('a', 1, file=f)
    f.writelines(['x\n', 'y\n'])
with open(path('it')) as f: print(f.readline(1), f.readlines(1), f.read(), isinstance(f, io.TextIOBase), isinstance(f.buffer, io.BufferedIOBase))
for p in paths: os.remove(p)
os.rmdir('io_files.tmp')
