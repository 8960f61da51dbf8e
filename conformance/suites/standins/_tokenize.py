# The C tokenizer does not exist here; the module does, so that what imports tokenize loads.
class TokenizerIter:
    def __init__(self, readline, *, encoding=None, extra_tokens=False):
        import unittest
        raise unittest.SkipTest('there is no _tokenize')
