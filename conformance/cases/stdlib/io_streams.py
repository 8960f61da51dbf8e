# Streams in memory, buffers and text wrappers over other streams, streams written in Python, standard input and output as bytes.
import io
import sys

w = io.TextIOWrapper(io.BytesIO(b'x\ny\xff\n'), encoding='utf-8', errors='replace'); print(w, w.read(), w.buffer.tell())
w = io.TextIOWrapper(b:=io.BytesIO(), encoding='utf-8', line_buffering=True); w.write('hi'); print(b.getvalue()); w.write('\n'); print(b.getvalue()); w.write('x'); w.flush(); print(b.getvalue()); print(w.detach() is b)
try: w.read()
except ValueError as e: print(e)
r = io.BufferedReader(io.BytesIO(b'0123456789')); print(r.read(3), r.peek(2), r.tell(), r.seek(5), r.read(), r)
class Raw(io.RawIOBase):
    def __init__(s): s.d=[b'ab',b'c\nd',b'ef',b'']; s.w=[]
    def readable(s): return True
    def writable(s): return True
    def readinto(s,b):
        x=s.d.pop(0) if s.d else b''; b[:len(x)]=x; return len(x)
    def write(s,b): s.w.append(bytes(b)); return len(b)
r = io.BufferedReader(Raw()); print(r.readline(), r.read(1), r.read1(), r.read())
print(Raw().read(10), Raw().readall(), list(Raw()))
x=Raw(); w=io.BufferedWriter(x, 4); w.write(b'ab'); print(x.w); w.write(b'cde'); print(x.w); w.write(b'0123456789'); print(x.w); w.flush(); print(x.w)
with io.TextIOWrapper(io.BufferedReader(Raw())) as t: print(list(t))
b = io.BytesIO(b'abc'); v=b.getbuffer(); v[0]=65; print(b.getvalue(), type(v.obj), len(v))
try: b.write(b'xxxx')
except BufferError as e: print(e)
v.release(); b.write(b'zz'); print(b.getvalue())
for n in (None,'','\n','\r','\r\n'):
    s = io.StringIO('a\r\nb\rc\n', newline=n); s.seek(0,2); s.write('d\ne\r\n'); s.seek(0); print(repr(n), list(s), repr(s.getvalue()), s.newlines)

for cls in io.StringIO, io.BytesIO, io.TextIOWrapper, io.BufferedReader, io.FileIO: print(cls.__mro__, issubclass(cls, io.IOBase))
class Upper(io.TextIOWrapper):
    def write(self, s): return super().write(s.upper())
b = io.BytesIO()
u = Upper(b, newline='\r\n', write_through=True)
print('a\nb', file=u)
print(b.getvalue(), u)
sys.stdout.flush()
sys.stdout.buffer.write(b'bytes \xc3\xa9\n')
sys.stdout.buffer.flush()
print(sys.stdin.buffer.readline(), list(sys.stdin.buffer))
print(sys.stdin, sys.stdin.buffer, sys.stdin.buffer.raw, sys.stderr.errors)
