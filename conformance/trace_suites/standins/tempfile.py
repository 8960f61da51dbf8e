# Test modules import it; what they do with it needs processes.
