# How the interpreter was built: there is nothing to say.
build_time_vars = {}
