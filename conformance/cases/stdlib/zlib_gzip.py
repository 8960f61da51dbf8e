"""Compressed streams: bytes as of the C library, pieces, dictionaries, errors."""

import zlib, gzip, io, struct
data=(b'hello world, '*50)+bytes(range(256))*3
for lv in (-1,0,1,6,9):
    for wb in (15,-15,31,9):
        c=zlib.compress(data,lv,wbits=wb); print(lv,wb,len(c),zlib.crc32(c),zlib.decompress(c,wb)==data)
c=zlib.compressobj(); p=[c.compress(data[:100]),c.compress(data[100:]),c.flush(zlib.Z_SYNC_FLUSH),c.compress(b'xyz'),c.copy().flush(),c.flush()]
print([len(x) for x in p],p[0],zlib.crc32(b''.join(p)))
z=b''.join(p[:4]+p[5:])
d=zlib.decompressobj(); print(d.decompress(z,10),len(d.unconsumed_tail),d.eof); print(len(d.decompress(d.unconsumed_tail+b'trail')),d.unused_data,d.eof,d.flush())
import random
r=random.Random(1); big=bytes(r.choice(b'abcdefgh') for _ in range(60000)); c=zlib.compress(big); print(len(c),zlib.crc32(c),zlib.decompress(c)==big)
zd=zlib.compressobj(zdict=b'hello'); x=zd.compress(b'hello hello')+zd.flush(); print(x, zlib.decompressobj(zdict=b'hello').decompress(x))
for e in ['zlib.decompress(b"abc")','zlib.decompress(b"")','zlib.decompress(zlib.compress(b"abc")[:-1])','zlib.compress(b"a",10)','zlib.compress("a")','zlib.compressobj(99)','zlib.compressobj(wbits=99)','zlib.decompress(zlib.compress(b"abc")+b"x")','zlib.decompressobj(wbits=99)','zlib.decompressobj().decompress(b"abc")','zlib.decompressobj().decompress(b"",-1)','zlib.decompressobj().flush(0)','zlib.decompress(zlib.compress(b"abc"),bufsize=0)','zlib.decompress(zlib.compress(b"abc")[:-4]+b"0000")','zlib.decompressobj().flush()','gzip.decompress(b"abc")','gzip.decompress(gzip.compress(b"abc")[:-3])','gzip.compress(b"abc",mtime=0)','gzip.decompress(gzip.compress(b"abc")+gzip.compress(b"def"))','zlib.decompress(x)']:
    try: print(e, eval(e))
    except Exception as x: print(e, type(x),x)
f=io.BytesIO()
with gzip.GzipFile('a.txt','wb',fileobj=f,mtime=1) as g: g.write(b'line1\nline2\n'*5); print(g.tell())
print(f.getvalue()); f.seek(0)
with gzip.open(f,'rt') as g: print(g.readline(),g.read(3),len(g.read()))
f.seek(0); g=gzip.GzipFile(fileobj=f); print(g.read(4),g.seek(0),list(g)[:2],g.mtime,g.mode,g.readable(),g.writable())
