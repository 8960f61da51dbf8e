# The C module under io.
from io import *
from io import text_encoding
open_code = open
