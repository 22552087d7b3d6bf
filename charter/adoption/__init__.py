"""An existing document's git history as the versions of a charter.

`history` finds every text the document had, through moves; `texts` makes files of them that lose nothing.
"""
