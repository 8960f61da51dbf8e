raise ExceptionGroup("eg", [ValueError(1), ExceptionGroup("in", [TypeError("x"), KeyError("k")])])
