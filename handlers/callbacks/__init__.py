"""Every button's callback data, a file a subject: the wire format of screens months old.

A prefix and integers; Telegram takes 64 bytes. Never rename a prefix or a field's meaning: old
buttons keep coming back. Prefixes are unique across the files.
"""
