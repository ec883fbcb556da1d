"""Everything that reads what somebody else wrote, fed with whatever can be written.

A few cases each with every run of the tests; a hundred thousand each with `make fuzz`.
"""
