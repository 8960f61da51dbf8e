"""Syntax that other cases leave out: starred targets, parenthesised with items, complex and grouped patterns, many names, names of class scopes."""

from contextlib import nullcontext as null

a, *b = (*range(3),)
*a, = 'xy'
for i, *rest in [(1, 2, 3), (4,)]:
    print(i, rest)
with (null(1) as x, null(2) as (y)):
    print(x, y, +x)
with null([3, 4]) as [p, q], null(5):
    print(p, q)


def classify(*values):
    match values:
        case 1 + 2j, *_:
            return 'complex'
        case -1.5 - 0j, _:
            return 'negative complex'
        case (('a' | 'b') as letter), (int() | float()):
            return letter
        case [x], *others:
            return x, others
        case {'k': (v)}, :
            return v
        case _:
            return None


print(classify(1 + 2j), classify(-1.5, 0), classify('b', 2), classify([7], 8), classify({'k': 9}), classify())
match 1, 2:
    case x, y:
        print(x, y)
match *a, 3:
    case first, *_, 3:
        print(first)


def forget():
    global gone
    gone = 1
    del gone
    try:
        gone
    except NameError as e:
        print(e)


forget()


def scoped(value):
    class C:
        print(value)
        value = 'own'
        print(value, len)
        type T[U] = tuple[value, U]
        def method[V: (int, str)](self, x: V) -> V:
            return x
    return C


print(scoped('outer').T.__value__, scoped('outer')().method(3))


# More than 256 names: arguments of instructions need a prefix.
n0 = 0; n1 = 1; n2 = 2; n3 = 3; n4 = 4; n5 = 5; n6 = 6; n7 = 7; n8 = 8; n9 = 9; n10 = 10; n11 = 11; n12 = 12; n13 = 13; n14 = 14
n15 = 15; n16 = 16; n17 = 17; n18 = 18; n19 = 19; n20 = 20; n21 = 21; n22 = 22; n23 = 23; n24 = 24; n25 = 25; n26 = 26; n27 = 27; n28 = 28; n29 = 29
n30 = 30; n31 = 31; n32 = 32; n33 = 33; n34 = 34; n35 = 35; n36 = 36; n37 = 37; n38 = 38; n39 = 39; n40 = 40; n41 = 41; n42 = 42; n43 = 43; n44 = 44
n45 = 45; n46 = 46; n47 = 47; n48 = 48; n49 = 49; n50 = 50; n51 = 51; n52 = 52; n53 = 53; n54 = 54; n55 = 55; n56 = 56; n57 = 57; n58 = 58; n59 = 59
n60 = 60; n61 = 61; n62 = 62; n63 = 63; n64 = 64; n65 = 65; n66 = 66; n67 = 67; n68 = 68; n69 = 69; n70 = 70; n71 = 71; n72 = 72; n73 = 73; n74 = 74
n75 = 75; n76 = 76; n77 = 77; n78 = 78; n79 = 79; n80 = 80; n81 = 81; n82 = 82; n83 = 83; n84 = 84; n85 = 85; n86 = 86; n87 = 87; n88 = 88; n89 = 89
n90 = 90; n91 = 91; n92 = 92; n93 = 93; n94 = 94; n95 = 95; n96 = 96; n97 = 97; n98 = 98; n99 = 99; n100 = 100; n101 = 101; n102 = 102; n103 = 103; n104 = 104
n105 = 105; n106 = 106; n107 = 107; n108 = 108; n109 = 109; n110 = 110; n111 = 111; n112 = 112; n113 = 113; n114 = 114; n115 = 115; n116 = 116; n117 = 117; n118 = 118; n119 = 119
n120 = 120; n121 = 121; n122 = 122; n123 = 123; n124 = 124; n125 = 125; n126 = 126; n127 = 127; n128 = 128; n129 = 129; n130 = 130; n131 = 131; n132 = 132; n133 = 133; n134 = 134
n135 = 135; n136 = 136; n137 = 137; n138 = 138; n139 = 139; n140 = 140; n141 = 141; n142 = 142; n143 = 143; n144 = 144; n145 = 145; n146 = 146; n147 = 147; n148 = 148; n149 = 149
n150 = 150; n151 = 151; n152 = 152; n153 = 153; n154 = 154; n155 = 155; n156 = 156; n157 = 157; n158 = 158; n159 = 159; n160 = 160; n161 = 161; n162 = 162; n163 = 163; n164 = 164
n165 = 165; n166 = 166; n167 = 167; n168 = 168; n169 = 169; n170 = 170; n171 = 171; n172 = 172; n173 = 173; n174 = 174; n175 = 175; n176 = 176; n177 = 177; n178 = 178; n179 = 179
n180 = 180; n181 = 181; n182 = 182; n183 = 183; n184 = 184; n185 = 185; n186 = 186; n187 = 187; n188 = 188; n189 = 189; n190 = 190; n191 = 191; n192 = 192; n193 = 193; n194 = 194
n195 = 195; n196 = 196; n197 = 197; n198 = 198; n199 = 199; n200 = 200; n201 = 201; n202 = 202; n203 = 203; n204 = 204; n205 = 205; n206 = 206; n207 = 207; n208 = 208; n209 = 209
n210 = 210; n211 = 211; n212 = 212; n213 = 213; n214 = 214; n215 = 215; n216 = 216; n217 = 217; n218 = 218; n219 = 219; n220 = 220; n221 = 221; n222 = 222; n223 = 223; n224 = 224
n225 = 225; n226 = 226; n227 = 227; n228 = 228; n229 = 229; n230 = 230; n231 = 231; n232 = 232; n233 = 233; n234 = 234; n235 = 235; n236 = 236; n237 = 237; n238 = 238; n239 = 239
n240 = 240; n241 = 241; n242 = 242; n243 = 243; n244 = 244; n245 = 245; n246 = 246; n247 = 247; n248 = 248; n249 = 249; n250 = 250; n251 = 251; n252 = 252; n253 = 253; n254 = 254
n255 = 255; n256 = 256; n257 = 257; n258 = 258; n259 = 259; n260 = 260; n261 = 261; n262 = 262; n263 = 263; n264 = 264; n265 = 265; n266 = 266; n267 = 267; n268 = 268; n269 = 269
n270 = 270; n271 = 271; n272 = 272; n273 = 273; n274 = 274; n275 = 275; n276 = 276; n277 = 277; n278 = 278; n279 = 279; n280 = 280; n281 = 281; n282 = 282; n283 = 283; n284 = 284
n285 = 285; n286 = 286; n287 = 287; n288 = 288; n289 = 289; n290 = 290; n291 = 291; n292 = 292; n293 = 293; n294 = 294; n295 = 295; n296 = 296; n297 = 297; n298 = 298; n299 = 299
print(n0 + n299, n256)
if n1:
    n299 = n298
print(n299)
