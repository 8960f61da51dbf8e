exec("""
def z():
    raise ValueError('in exec')
z()
""")
