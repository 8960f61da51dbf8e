# There is nothing to wait for; the exception of the module is there.
error = OSError
